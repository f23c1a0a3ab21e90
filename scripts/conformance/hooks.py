"""What schemathesis needs to know of the schema, and what it shall look for."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

days = st.dates()
schemathesis.graphql.scalar("Date", days.map(lambda day: nodes.String(day.isoformat())))
moments = st.datetimes()
schemathesis.graphql.scalar("DateTime", moments.map(lambda moment: nodes.String(moment.isoformat() + "Z")))
amounts = st.integers(min_value=-(10**9), max_value=10**12)
schemathesis.graphql.scalar("Decimal", amounts.map(lambda centimes: nodes.String(f"{centimes // 100}.{centimes % 100:02d}")))
schemathesis.graphql.scalar("YearMonth", days.map(lambda day: nodes.String(day.isoformat()[:7])))


@schemathesis.check
def is_answered(ctx, response, case):
    """No 5xx, no INTERNAL. What is refused says why, by its code; a role is refused much."""
    assert response.status_code < 500, response.status_code
    for error in response.json().get("errors", []):
        assert error["extensions"]["code"] != "INTERNAL", error
