"""Every key of a request, once: what it is called, what it holds, how it is known elsewhere.

The command line takes its help from here, a file of orders its columns and their headings, a case
what it may hold, the pages and the sheet their labels. A number of the plan has no place in these
texts: it stands as `{name}` and is filled from the plan when the text is shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.patient.dosing_weight import CHOICES
from calculators.patient.patient import Sex
from calculators.typed.order import ORDERED
from plan_data.schema.dosing import InductionDosing
from plan_data.schema.rules import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from calculators.typed.keys import Key
    from plan_data.schema.plan import Plan

Shape: TypeAlias = Literal["text", "names"]


@dataclass(frozen=True, slots=True)
class Column:
    """How a key is known in a file of orders.

    Parameters
    ----------
    says
        What stands in the column, for people.
    example
        One cell of it.
    also
        Other headings that mean it for certain.
    perhaps
        Headings that may mean it, and are asked about.
    words
        Other ways to write what stands in it → how `verify` takes it.
    bare
        The unit of a number that has none, where only one can be meant.
    """

    says: str
    example: str = ""
    also: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    words: Mapping[str, str] | None = None
    bare: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a request.

    Parameters
    ----------
    key
        As it stands in a request, a case and a file of orders; with dashes, an option's name.
    label
        What a page calls it.
    help
        One line for the command line; `{name}` stands for what `filled` gives.
    kind
        The measure that it is, where it is one.
    choices
        What may be chosen, where that is a closed list that no plan changes.
    shape
        Whether it is one text or a list of names.
    filled
        What stands for the names in `help`, taken from the plan.
    column
        How it is known in a file of orders, where it has a column there.
    dated
        Whether a date may be given with it.
    on_paper
        What a sheet calls it, where that is not what a page asks.
    """

    key: Key
    label: str
    help: str = ""
    kind: units.Kind | None = None
    choices: tuple[str, ...] = ()
    shape: Shape = "text"
    filled: Callable[[Plan], Mapping[str, str]] | None = None
    column: Column | None = None
    dated: bool = False
    on_paper: str = ""

    @property
    def sheet_label(self) -> str:
        """What a sheet calls it."""
        return self.on_paper or self.label


# --- kinds of measure that only an order has ------------------------------------------------------

TOLERANCE = units.Kind("Tolerance", "5 %", {"%": ("%", "percent", "per cent")})
VOLUME = units.Kind(
    "Volume", "240 mL", {"mL": ("mL", "mLs", "millilitre", "millilitres", "milliliters")}
)
RATE = units.Kind(
    "Rate",
    "63 mL/h",
    {
        "mL/h": ("mL/h", "mL/hr", "mL/hour", "mL an hour", "mL per hour"),
        "mL/kg/h": ("mL/kg/h", "mL/kg/hr", "mL/kg/hour"),
        "mL/kg/min": ("mL/kg/min", "mL/kg/minute"),
        "mg/kg/h": ("mg/kg/h", "mg/kg/hr", "mg/kg/hour"),
        "mg/kg/min": ("mg/kg/min", "mg/kg/minute"),
        "mg/h": ("mg/h", "mg/hr", "mg/hour", "mg an hour", "mg per hour"),
    },
)

# --- what a plan says in a text -------------------------------------------------------------------


def _days(plan: Plan) -> Mapping[str, str]:
    first, *others = plan.policies.maintenance_days.values
    return {
        "days": _phrase(
            days for each in plan.every(InductionDosing) for days in each.dosing.days.values
        )
        or "none, as the plan has no course",
        "infusion": ", ".join((f"{first} (the default)", *map(str, others[:-1])))
        + f" or {others[-1]}",
    }


def _roundings(plan: Plan) -> Mapping[str, str]:
    first, *others = (way.id for way in plan.policies.rounding)
    return {"ways": ", ".join((f"{first} (the default)", *others))}


def _tolerance(plan: Plan) -> Mapping[str, str]:
    return {"tolerance": units.shown(plan.policies.order_tolerance.quantity)}


def _phrase(names: Iterable[Any], default: str = "") -> str:
    """Return names as a phrase: "a (the default), b or c"."""
    said = [f"{name} (the default)" if name == default else str(name) for name in names]
    return " or ".join((", ".join(said[:-1]), said[-1])) if said[1:] else "".join(said)


# --- the order, and the patient -------------------------------------------------------------------

YES_NO = ("yes", "no")
ROUTES = ("iv", "po")
REGIMENS = ("weekly_x4", "two_doses")
INFUSIONS = ("first", "later")
_JUDGED = "Is {} {}, in your judgement: yes, no or unknown."

_PATIENT = (
    Field(
        "weight",
        "Weight",
        'Body weight with its unit: "80 kg", "176 lb", "12 st 8 lb".',
        kind=units.BODY_WEIGHT,
        column=Column(
            "Body weight",
            "80 kg",
            ("body weight", "wt", "body wt", "bw", "patient weight", "actual weight"),
        ),
    ),
    Field(
        "height",
        "Height",
        'Height with its unit: "180 cm", "5 ft 9 in".',
        kind=units.HEIGHT,
        column=Column("Height", "180 cm", ("body height", "ht", "patient height", "stature")),
    ),
    Field(
        "age",
        "Age",
        'Age: "58 years".',
        kind=units.AGE,
        column=Column("Age; a bare number is years", "58 years", ("patient age",), bare="years"),
    ),
    Field(
        "sex",
        "Sex",
        f"{_phrase(get_args(Sex))}.",
        choices=get_args(Sex),
        column=Column(
            _phrase(get_args(Sex)),
            "male",
            ("sex at birth",),
            ("gender",),
            {"m": "male", "f": "female"},
        ),
    ),
    Field("setting", "Setting", f"{_phrase(SETTINGS)}.", choices=SETTINGS),
    Field(
        "dosing_weight",
        "Dosing weight",
        f"{_phrase(CHOICES, 'actual')}.",
        choices=CHOICES,
        column=Column(
            f"Which weight doses: {_phrase(CHOICES, 'actual')}", "actual", ("weight to dose by",)
        ),
    ),
    Field(
        "premedication",
        "Premedication",
        "A drug ordered as premedication.",
        shape="names",
    ),
    Field("concurrent", "Ordered alongside", "A treatment ordered alongside.", shape="names"),
)

# --- what a dose is worked out from ---------------------------------------------------------------

_DOSES = (
    Field(
        "days",
        "Split over, days",
        "Days of the course: {days}; of a maintenance infusion: {infusion}.",
        on_paper="Days",
        filled=_days,
        column=Column(
            "Induction: days of the course; maintenance: days over which an infusion is split",
            "5",
            ("course days", "days of course", "number of days"),
        ),
    ),
    Field(
        "dose",
        "Dose an infusion",
        'Dose an infusion: "1 g/kg".',
        on_paper="Dose",
        kind=units.DOSE_PER_WEIGHT,
        column=Column(
            "Maintenance: dose per kg of body weight an infusion",
            "1 g/kg",
            ("dose per kg", "maintenance dose"),
        ),
    ),
    Field(
        "every",
        "Every",
        'Time between infusions: "3 weeks".',
        on_paper="Interval",
        kind=units.INTERVAL,
        column=Column(
            "Maintenance and SCIg: time between IVIg infusions",
            "3 weeks",
            ("ivig interval", "ivig every"),
            ("interval", "infusion interval", "frequency", "freq"),
        ),
    ),
    Field(
        "ivig_dose",
        "IVIg each infusion",
        'IVIg an infusion: "60 g".',
        on_paper="IVIg dose",
        kind=units.DRUG_MASS,
        column=Column(
            "SCIg: IVIg that the patient gets an infusion",
            "60 g",
            ("ivig per infusion", "dose of ivig", "current ivig dose"),
            ("ivig",),
        ),
    ),
    Field(
        "route",
        "Route",
        f"{_phrase(ROUTES, 'iv')}.",
        choices=ROUTES,
        column=Column(
            f"Cyclophosphamide: {_phrase(ROUTES, 'iv')}",
            "iv",
            words={"intravenous": "iv", "oral": "po", "by mouth": "po"},
        ),
    ),
    Field(
        "regimen",
        "Regimen",
        f"{_phrase(REGIMENS, 'weekly_x4')}.",
        choices=REGIMENS,
        column=Column(
            f"Rituximab: {_phrase(REGIMENS, 'weekly_x4')}",
            "weekly_x4",
            words={
                "weekly x4": "weekly_x4",
                "weekly x 4": "weekly_x4",
                "two doses": "two_doses",
            },
        ),
    ),
    Field(
        "bsa_formula",
        "Body-surface formula",
        f"{_phrase(SURFACE_FORMULAS, 'mosteller')}.",
        on_paper="BSA formula",
        choices=tuple(SURFACE_FORMULAS),
        column=Column(
            f"Body surface: {_phrase(SURFACE_FORMULAS, 'mosteller')}",
            "mosteller",
            ("body surface formula",),
            words={"du bois": "du_bois", "dubois": "du_bois", "gehan george": "gehan_george"},
        ),
    ),
    Field(
        "bsa_cap",
        "Site's cap, m²",
        'A site\'s cap on body surface: "2 m2". The plan sets none.',
        on_paper="BSA cap",
        kind=units.SURFACE,
        column=Column(
            "A site's cap on body surface; the plan has none", also=("body surface cap",)
        ),
    ),
    Field("drug", "Drug", 'The titrated drug, where the order is of a titration: "gabapentin".'),
    Field(
        "target",
        "Target a day",
        'The amount a day to arrive at: "1800 mg/day", "2 g/day". To verify an order it may be '
        "left out.",
        on_paper="Target",
        kind=units.DAILY_DOSE,
        column=Column(
            "A titrated drug or mycophenolate: the amount a day to arrive at; without one the "
            "order is held against the plan alone",
            "900 mg/day",
            ("target dose", "target a day", "target daily dose"),
        ),
    ),
    Field(
        "step_every",
        "Step every",
        'Time between two steps: "3 days", "1 week". Default: the plan\'s slowest.',
        kind=units.INTERVAL,
    ),
    Field(
        "first_dose",
        "First dose on",
        "The day of the first dose, YYYY-MM-DD: windows and ages of tests run to it; not given: to "
        "the day of the check.",
    ),
    Field(
        "start",
        "First dose on",
        "The day of the first dose, YYYY-MM-DD; default: today.",
        on_paper="Start",
    ),
    Field(
        "start_dose",
        "Start dose",
        'One dose at the start: "25 mg". Default: the plan\'s lowest.',
        kind=units.DRUG_MASS,
    ),
    Field(
        "step",
        "Step",
        'How much is added a day at each step: "25 mg". Default: the plan\'s lowest.',
        kind=units.DRUG_MASS,
    ),
)

# --- how it is hung and drawn up ------------------------------------------------------------------

_ADMINISTRATION = (
    Field(
        "product",
        "Product",
        'The product: "privigen", "octagam 10 %", "hizentra".',
        column=Column(
            "The product on the order; needed where a volume was ordered",
            "Hizentra",
            ("product name", "ordered product"),
            ("brand", "preparation"),
        ),
    ),
    Field(
        "concentration",
        "Concentration",
        'Concentration of the product, or in the bag: "10 %", "2 mg/mL".',
        kind=units.CONCENTRATION,
        column=Column("Its concentration, or that of the bag", "20 %", ("conc",), ("strength",)),
    ),
    Field("round", "Round", "How to round to containers: {ways}.", filled=_roundings),
    Field(
        "indication",
        "Rates and limits of the label for",
        "Whose rates or site limits: cidp, pi …; default: the product's first.",
        on_paper="Indication",
        column=Column(
            "Whose rates of the product's label are meant; decides about a rate",
            "cidp",
            ("label indication",),
        ),
    ),
    Field(
        "ladder",
        "Steps",
        'Your own steps: "0.5, 1, 2, 4 mg/kg/min every 30 min".',
        on_paper="Ladder",
    ),
    Field(
        "max_rate",
        "Ceiling",
        'A ceiling that the prescriber sets: "2 mg/kg/min", "120 mL/h".',
        on_paper="Max rate",
        kind=units.INFUSION_RATE,
        column=Column(
            "A ceiling on the rate that the prescriber sets",
            "2 mg/kg/min",
            ("maximum rate", "rate ceiling", "highest rate"),
            ("ceiling",),
        ),
    ),
    Field(
        "sessions",
        "Sessions a week",
        "Subcutaneous sessions a week; default: the fewest that the sites allow.",
        on_paper="Sessions",
    ),
    Field("infusion", "Infusion", f"{_phrase(INFUSIONS, 'first')}.", choices=INFUSIONS),
)
# Where a product is hung, the start is a time of day.
_INFUSION_STARTS = Field("start", "Start", 'When the infusion starts: "09:00".')

# --- what is looked at, asked about and verified --------------------------------------------------

_LOOKED_AT = (
    Field(
        "creatinine",
        "Creatinine",
        'Creatinine: "1.1 mg/dL" or "97 µmol/L".',
        kind=units.CREATININE,
    ),
    Field(
        "grip",
        "Grip strength",
        'Grip strength: "24 kg", "53 lb", or "75 %" of baseline. A date may follow: "…@DATE".',
        kind=units.GRIP,
        dated=True,
    ),
    Field(
        "grip_baseline",
        "Grip baseline",
        'The baseline of grip strength: "32 kg".',
        kind=units.GRIP,
        dated=True,
    ),
    Field(
        "mrc",
        "MRC grade",
        'MRC grade of the weakest affected muscle: "4/5".',
        kind=units.MRC_GRADE,
        dated=True,
    ),
    Field(
        "creatinine_normal",
        "Creatinine normal",
        _JUDGED.format("creatinine", "normal"),
        choices=YES_NO,
        dated=True,
    ),
    Field(
        "hemoglobin",
        "Hemoglobin",
        'Hemoglobin now: "11.2 g/dL" or "11.2 g/dL@2026-11-20".',
        kind=units.HEMOGLOBIN,
        dated=True,
    ),
    Field(
        "hemoglobin_before",
        "Earlier hemoglobin",
        'The hemoglobin before it: "13.0 g/dL" or "13.0 g/dL@2026-08-20".',
        kind=units.HEMOGLOBIN,
        dated=True,
    ),
    Field(
        "igg_trough",
        "IgG trough",
        'Serum IgG trough: "760 mg/dL" or "7.6 g/L".',
        kind=units.IMMUNOGLOBULIN,
        dated=True,
    ),
    Field(
        "ncs_stable",
        "NCS/EMG stable",
        _JUDGED.format("NCS/EMG", "stable"),
        choices=YES_NO,
        dated=True,
    ),
    Field(
        "fvc", "FVC of predicted", 'FVC, share of predicted: "78 %".', kind=units.FVC, dated=True
    ),
    Field("name", "What was ordered?", on_paper="Name"),
    Field(
        "phases",
        "Phases",
        'A phase of the course: "induction start=2026-12-07 days=5". As often as wanted.',
        shape="names",
    ),
    Field(
        "avoid",
        "Days avoided",
        'What is given on no infusion day: "weekends", or a day: "2027-01-01".',
        shape="names",
    ),
    Field(
        "move",
        "From a day avoided to",
        "Where an infusion goes from a day that is avoided: after (the default), before, nearest.",
        choices=("after", "before", "nearest"),
    ),
    Field(
        "moved",
        "Moved infusions",
        'An infusion to another day: "2027-01-18 to 2027-01-20", or "… and after".',
        shape="names",
    ),
    Field("skipped", "Left out", 'The day of an infusion left out: "2027-01-18".', shape="names"),
    Field("holidays", "Holidays of", 'A country whose public holidays are avoided: "DE".'),
    Field(
        "strength",
        "Strength over time",
        'A measurement: "2026-12-07 right 24 kg"; the baseline ends in "baseline".',
        shape="names",
    ),
    Field("with", "Given alongside", "What else the patient is given.", shape="names"),
)
_ORDER = (
    Field(
        "id",
        "Id",
        column=Column(
            "Your own mark for the order, given back as it is; no name and no record number",
            "A1",
            ("order id", "order no", "order number", "row id"),
        ),
    ),
    Field(
        "of",
        "Order of",
        "What the order is of: {treatments}.",
        column=Column(
            "What the order is of: {treatments}",
            "scig",
            ("calculator", "order of", "treatment", "therapy"),
            ("drug", "medication", "medicine"),
        ),
    ),
    Field(
        "order",
        "Dose as ordered",
        'The order as written: "32 g/day", "24 g/wk", "80 g every 3 weeks", "675 mg".',
        on_paper="Order",
        kind=ORDERED,
        column=Column(
            "The order as written, with unit and period",
            "24 g/wk",
            ("order as written", "as written", "ordered dose", "dose ordered", "rx"),
            (
                "ordered",
                "prescribed",
                "prescribed dose",
                "prescription",
                "amount",
                "ordered amount",
            ),
        ),
    ),
)
_BESIDE_THE_ORDER = (
    Field(
        "order_every",
        "Frequency",
        'The interval on the order, where it stands apart: "3 weeks".',
        kind=units.INTERVAL,
        column=Column(
            "The interval on the order, where it stands apart",
            "1 week",
            ("ordered every", "ordered interval", "order interval"),
        ),
    ),
    Field(
        "order_volume",
        "Volume",
        'The volume on the order: "240 mL".',
        on_paper="Order volume",
        kind=VOLUME,
        column=Column(
            "The volume on the order", "120 mL", ("ordered volume", "volume ordered"), ("volume",)
        ),
    ),
    Field(
        "order_rate",
        "Rate",
        'The rate on the order: "63 mL/h", "4.8 mL/kg/h", "8 mg/kg/min".',
        on_paper="Order rate",
        kind=RATE,
        column=Column(
            "The rate on the order",
            also=("ordered rate", "rate ordered"),
            perhaps=("rate", "infusion rate"),
        ),
    ),
    Field(
        "tolerance",
        "Tolerance",
        'The deviation that still passes: "{tolerance}" (the default).',
        kind=TOLERANCE,
        filled=_tolerance,
        column=Column("The deviation that still passes, in per cent", "5 %"),
    ),
)

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        each.key: each
        for each in (
            *_ORDER,
            *_PATIENT,
            *_DOSES,
            *_ADMINISTRATION,
            *_LOOKED_AT,
            *_BESIDE_THE_ORDER,
        )
    }
)


def field_of(key: str, beside: Collection[str] = ()) -> Field:
    """Return what is known of a key; `beside` are the keys that are asked together with it."""
    if key == "start" and "product" in beside and "target" not in beside:
        return _INFUSION_STARTS
    return FIELDS[key]


def help_of(field: Field, plan: Plan | None, treatments: Iterable[str] = ()) -> str:
    """Return the help text with what the plan says in it.

    Parameters
    ----------
    plan
        None where it cannot be read: the text then says that the plan has the number.
    treatments
        The treatments whose orders can be verified.
    """
    filled: Mapping[str, str] = {}
    if field.filled is not None and plan is not None:
        filled = field.filled(plan)
    texts = defaultdict(lambda: "as the plan has it", {"treatments": _phrase(treatments), **filled})
    return field.help.format_map(texts)
