-- The slice of a delegation, as PostgreSQL keeps it by row-level security.
CREATE ROLE peer;
GRANT USAGE ON SCHEMA public TO peer;
GRANT SELECT ON establishment, association, delegation, licence_period, grant_line TO peer;
CREATE FUNCTION own_delegation() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('taawun.delegation', true), '')::uuid $$;
ALTER TABLE establishment ENABLE ROW LEVEL SECURITY;
ALTER TABLE association ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE licence_period ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON establishment TO peer USING (delegation_id = (SELECT own_delegation()));
CREATE POLICY own ON association TO peer USING (
  delegation_id = (SELECT own_delegation())
  OR EXISTS (SELECT FROM establishment e WHERE e.association_id = association.id)
);
CREATE POLICY own ON delegation TO peer USING (id = (SELECT own_delegation()));
CREATE POLICY own ON licence_period TO peer USING (delegation_id = (SELECT own_delegation()));
CREATE POLICY own ON grant_line TO peer USING (delegation_id = (SELECT own_delegation()));
