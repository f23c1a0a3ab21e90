//! The tables of a release, by definition: fixed, so that one release compares with the next. A table that is to say
//! something else is another table, with another code.

use entity::month::YearMonth;

use super::table::Trilingual;

/// Below which counts are kept back.
const THRESHOLD: i64 = 5;

/// Whether figures stand at a month's end or happen in the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// There at the end of the month: the same value a month later is the same figure.
    Stock,
    /// Happened in the month: a figure of its own each month.
    Flow,
}

/// By what a table is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breakdown {
    /// The country and its regions.
    Regions,
    /// The country, its regions and their delegations.
    Delegations,
    /// Kinds of establishments, the wide ones.
    Kinds,
    /// The state of the licence.
    LicenceStates,
    /// Girls and women, boys and men.
    Sexes,
    /// Age bands and levels of school.
    Bands,
}

/// A table.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) code: &'static str,
    /// What is counted: tables of one measure show the same figures in their common margins.
    pub(super) measure: &'static str,
    pub(super) nature: Nature,
    pub(super) title: Trilingual<&'static str>,
    /// What exactly is counted.
    pub(super) counts: Trilingual<&'static str>,
    pub(super) unit: Trilingual<&'static str>,
    pub(super) breakdowns: &'static [Breakdown],
    /// Below which its figures are kept back; zero for what is no count.
    pub(super) threshold: i64,
    /// The first month of which it is published, `(year, month)`.
    pub(super) since: (i32, u32),
}

impl Definition {
    /// Whether it is published of a month.
    pub(super) fn is_of(&self, month: YearMonth) -> bool {
        self.since().is_some_and(|since| since <= month)
    }

    pub(super) fn since(&self) -> Option<YearMonth> {
        YearMonth::try_new(self.since.0, self.since.1)
    }
}

/// A stock that grows by one measure and shrinks by another, as far as the register knows. Whoever reads two releases may
/// take one stock from the other.
pub(super) const BALANCES: &[(&str, &str, &str)] = &[(ESTABLISHMENTS, OPENED, CLOSED)];

pub(super) const ESTABLISHMENTS: &str = "establishments";
pub(super) const CAPACITY: &str = "capacity";
pub(super) const OPENED: &str = "opened";
pub(super) const CLOSED: &str = "closed";
pub(super) const LICENSED: &str = "licensed";
pub(super) const PEOPLE: &str = "people-served";

const SINCE: (i32, u32) = (2026, 1);

const PERSON: Trilingual<&str> = Trilingual { ar: "شخص", fr: "personne", en: "person" };
const SERVED: Trilingual<&str> = Trilingual {
    ar: "الأشخاص المستفيدون في آخر موسم أدلت به المؤسسات ببياناتها وصادقت عليها المندوبيات، كما تحصيهم المؤسسات: من استفاد من مؤسستين تحصيه كلتاهما.",
    fr: "Personnes accueillies pendant la dernière saison dont les établissements ont remis l’état, validé par les délégations, telles que les établissements les comptent : qui est accueilli par deux établissements est compté par les deux.",
    en: "People served in the last season of which establishments have handed in returns, validated by the delegations, as the establishments count them: a person served by two is counted by both.",
};
const ESTABLISHMENT: Trilingual<&str> = Trilingual { ar: "مؤسسة", fr: "établissement", en: "establishment" };

/// All of them, in the order in which they are shown.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        code: "establishments-by-region",
        measure: ESTABLISHMENTS,
        nature: Nature::Stock,
        title: Trilingual {
            ar: "المؤسسات حسب الجهة والصنف ووضعية الترخيص",
            fr: "Établissements par région, type et situation de l’autorisation",
            en: "Establishments by region, kind and state of the licence",
        },
        counts: Trilingual {
            ar: "المؤسسات المفتوحة في آخر يوم من الشهر، بما فيها مراكز المركبات. وضعية الترخيص هي وضعية ذلك اليوم؛ «بدون ترخيص» تعني عدم وجود ترخيص ولا طلب، ومنها الأصناف التي لا تحتاج إليه.",
            fr: "Établissements ouverts le dernier jour du mois, centres des complexes compris. La situation de l’autorisation est celle de ce jour ; « sans autorisation » : ni autorisation ni demande, types qui n’en ont pas besoin compris.",
            en: "Establishments open on the last day of the month, the centres of complexes among them. The state of the licence is that of this day; \"without a licence\": neither licence nor application, kinds that need none included.",
        },
        unit: ESTABLISHMENT,
        breakdowns: &[Breakdown::Regions, Breakdown::Kinds, Breakdown::LicenceStates],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "capacity-by-region",
        measure: CAPACITY,
        nature: Nature::Stock,
        title: Trilingual {
            ar: "الطاقة الاستيعابية حسب الجهة والصنف",
            fr: "Capacité d’accueil par région et type",
            en: "Capacity by region and kind",
        },
        counts: Trilingual {
            ar: "مجموع أماكن المؤسسات المفتوحة في آخر يوم من الشهر. المؤسسات التي لا تُعرف طاقتها لا تُحتسب.",
            fr: "Total des places des établissements ouverts le dernier jour du mois. Ceux dont la capacité n’est pas connue ne comptent pas.",
            en: "The places of establishments open on the last day of the month, added up. Those whose capacity is unknown add none.",
        },
        unit: Trilingual { ar: "مكان", fr: "place", en: "place" },
        breakdowns: &[Breakdown::Regions, Breakdown::Kinds],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "establishments-by-delegation",
        measure: ESTABLISHMENTS,
        nature: Nature::Stock,
        title: Trilingual {
            ar: "المؤسسات حسب المندوبية والصنف",
            fr: "Établissements par délégation et type",
            en: "Establishments by delegation and kind",
        },
        counts: Trilingual {
            ar: "المؤسسات المفتوحة في آخر يوم من الشهر، حسب المندوبية التي توجد بها والجهة التي تنتمي إليها هذه المندوبية.",
            fr: "Établissements ouverts le dernier jour du mois, par délégation où ils se trouvent et par région de cette délégation.",
            en: "Establishments open on the last day of the month, by the delegation where they stand and the region it lies in.",
        },
        unit: ESTABLISHMENT,
        breakdowns: &[Breakdown::Delegations, Breakdown::Kinds],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "opened-by-region",
        measure: OPENED,
        nature: Nature::Flow,
        title: Trilingual {
            ar: "المؤسسات المفتتحة خلال الشهر حسب الجهة",
            fr: "Établissements ouverts dans le mois, par région",
            en: "Establishments opened in the month, by region",
        },
        counts: Trilingual {
            ar: "المؤسسات التي فتحت أبوابها خلال الشهر. التي لا يُعرف يوم افتتاحها لا تُحتسب.",
            fr: "Établissements dont le jour d’ouverture est dans le mois. Ceux dont il n’est pas connu ne comptent pas.",
            en: "Establishments whose day of opening lies in the month. Those of which it is unknown do not count.",
        },
        unit: ESTABLISHMENT,
        breakdowns: &[Breakdown::Regions],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "closed-by-region",
        measure: CLOSED,
        nature: Nature::Flow,
        title: Trilingual {
            ar: "المؤسسات المغلقة خلال الشهر حسب الجهة",
            fr: "Établissements fermés dans le mois, par région",
            en: "Establishments closed in the month, by region",
        },
        counts: Trilingual {
            ar: "المؤسسات التي كان آخر يوم لعملها خلال الشهر.",
            fr: "Établissements dont le dernier jour est dans le mois.",
            en: "Establishments whose last day lies in the month.",
        },
        unit: ESTABLISHMENT,
        breakdowns: &[Breakdown::Regions],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "licensed-by-region",
        measure: LICENSED,
        nature: Nature::Flow,
        title: Trilingual {
            ar: "التراخيص الممنوحة خلال الشهر حسب الجهة",
            fr: "Autorisations accordées dans le mois, par région",
            en: "Licences granted in the month, by region",
        },
        counts: Trilingual {
            ar: "التراخيص (القانونان 14.05 و65.15) التي كان أول يوم لها خلال الشهر.",
            fr: "Autorisations (lois 14-05 et 65-15) dont le premier jour est dans le mois.",
            en: "Licences (laws 14-05 and 65-15) whose first day lies in the month.",
        },
        unit: Trilingual { ar: "ترخيص", fr: "autorisation", en: "licence" },
        breakdowns: &[Breakdown::Regions],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "people-served-by-region",
        measure: PEOPLE,
        nature: Nature::Stock,
        title: Trilingual {
            ar: "المستفيدون حسب الجهة والجنس والسن أو المستوى الدراسي",
            fr: "Personnes accueillies par région, sexe et âge ou niveau scolaire",
            en: "People served by region, sex and age or level of school",
        },
        counts: SERVED,
        unit: PERSON,
        breakdowns: &[Breakdown::Regions, Breakdown::Sexes, Breakdown::Bands],
        threshold: THRESHOLD,
        since: SINCE,
    },
    Definition {
        code: "people-served-by-delegation",
        measure: PEOPLE,
        nature: Nature::Stock,
        title: Trilingual {
            ar: "المستفيدون حسب المندوبية والجنس",
            fr: "Personnes accueillies par délégation et sexe",
            en: "People served by delegation and sex",
        },
        counts: SERVED,
        unit: PERSON,
        breakdowns: &[Breakdown::Delegations, Breakdown::Sexes],
        threshold: THRESHOLD,
        since: SINCE,
    },
];
