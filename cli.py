"""The command line: the same calculators for a terminal and for other programs."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calculators.requests.answer import answer
from calculators.requests.catalogue import CALCULATORS, KEYS_OF_DOSES
from calculators.typed.fields import field_of, help_of
from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import read_date
from exchange.answers.answer import as_json, refusal
from exchange.answers.batch import answer_lines, written
from exchange.answers.terminal import as_text
from exchange.cases.case import Case
from exchange.cases.second_entry import FIELDS, compare, needed_by
from exchange.cases.toml_file import read_case_file, written_case
from exchange.sheets.verified_sheet import NOTHING_TO_SIGN, Verification, kind_of, verified_sheet
from plan_data import BrokenPlanError, load_plan
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calculators.requests.answer import Answered
    from calculators.typed.fields import Field
    from plan_data import Plan

CALCULATED, SOME_REFUSED, REFUSED, CONTRAINDICATED, NOT_IN_PLAN = 0, 1, 2, 3, 4


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Doses for multifocal motor neuropathy, with working, sources and the plan's checks.

    The plan is a draft that a physician has not reviewed. Exit status: 0 calculated, 2 refused
    input or a treatment without a dose in the plan, 3 contraindicated, 4 ordered but not in the
    plan; for batch, 1 if any line was refused.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # both are text streams


def _today() -> date:
    """Return the day on this machine's clock, which is the user's own day."""
    return datetime.now(UTC).astimezone().date()


def _plan() -> Plan:
    try:
        return load_plan()
    except BrokenPlanError as broken:
        click.echo(f"The plan's data cannot be used. {broken}", err=True)
        sys.exit(REFUSED)


def _run(calculator: str, options: dict[str, Any]) -> None:
    wants_json, save_case = options.pop("json"), options.pop("save_case")
    plan = _plan()
    try:
        case, request = _request(calculator, options, plan)
        answered = answer(request, plan, _today())
        if save_case:
            _save(save_case, written_case(case.asked(request)), "save_case")
    except Refused as refused:
        if wants_json:
            click.echo(written(refusal(refused)))
        else:
            click.echo(refused.message, err=True)
        sys.exit(REFUSED)
    if wants_json:
        click.echo(written(as_json(answered, plan)))
    else:
        click.echo(as_text(answered, plan))
        if answered.result.refusal:
            click.echo(answered.result.refusal.message, err=True)
    sys.exit(_exit_status(answered))


def _save(file: str, content: bytes, what: str) -> None:
    try:
        Path(file).write_bytes(content)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(what, f"{file}: cannot be written ({why}).") from None


def _exit_status(answered: Answered) -> int:
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        return CONTRAINDICATED
    if answered.result.refusal:
        return REFUSED
    not_plainly = answered.result.values.get("answer") in ("not_in_plan", "ask_first")
    return NOT_IN_PLAN if not_plainly else CALCULATED


def _request(calculator: str, options: dict[str, Any], plan: Plan) -> tuple[Case, dict[str, Any]]:
    """Return the case file, where there is one, and the request with the options laid over it."""
    file, facts = options.pop("case"), _facts(options.pop("fact"))
    typed = {key: value for key, value in options.items() if value not in (None, ())}
    case = Case() if file is None else _opened(file, plan)
    return case, case.request(calculator, {**typed, "facts": facts})


def _opened(file: str, plan: Plan) -> Case:
    case = read_case_file(file, plan)
    if case.of_another_version is not None:
        click.echo(case.of_another_version, err=True)
    return case


def _facts(texts: tuple[str, ...]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in map(_fact, texts):
        if name in facts:
            raise Refused(
                f"facts.{name}", f"{name} is given twice; which one counts cannot be told."
            )
        facts[name] = value
    return facts


def _fact(text: str) -> tuple[str, Any]:
    """Split NAME=VALUE[@DATE]."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused("fact", f'--fact "{text}": write NAME=yes, NAME=no or NAME="VALUE UNIT".')
    value, at, on = value.rpartition("@") if "@" in value else (value, "", "")
    return name.strip(), {"value": value.strip(), "date": on.strip()} if at else value.strip()


def _plan_for_help() -> Plan | None:
    try:
        return load_plan()
    except BrokenPlanError:
        return None  # help is needed most where something is broken


class _FieldOption(click.Option):
    """An option whose help is that of a field, with the plan's own numbers when it is shown."""

    def __init__(self, names: Sequence[str], field: Field, **rest: Any) -> None:
        super().__init__(names, **rest)
        self.field = field

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = help_of(self.field, _plan_for_help(), KEYS_OF_DOSES)
        return super().get_help_record(ctx)


def _field_option(key: str, beside: tuple[str, ...] = ()) -> Callable[..., Any]:
    field = field_of(key, beside)
    several = {"multiple": True, "metavar": "NAME"} if field.shape == "names" else {}
    return click.option(f"--{key.replace('_', '-')}", cls=_FieldOption, field=field, **several)


_BELOW_THE_FACTS = ("facts", "premedication", "concurrent")
_COMMON_OPTIONS = (
    *(_field_option(key) for key in PATIENT_KEYS if key not in _BELOW_THE_FACTS),
    click.option(
        "--fact",
        multiple=True,
        metavar="NAME=VALUE[@DATE]",
        help='A fact: "iga_deficiency=no", "wbc=3.9 10*9/L@2026-11-20". As often as wanted.',
    ),
    _field_option("premedication"),
    _field_option("concurrent"),
    click.option(
        "--case",
        metavar="FILE.toml",
        help="Patient, facts and choices from a case file; options count before it.",
    ),
    click.option(
        "--save-case", metavar="FILE.toml", help="Write what was asked to a case file as well."
    ),
    click.option("--today", metavar="YYYY-MM-DD", help="The day of the check; default: today."),
    click.option("--json", is_flag=True, help="Answer in JSON."),
)


def _one_text(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> str:
    return " ".join(words)


# What is not a plain option of one value.
_OWN = {
    # Not required here: the sentence that names the drugs is the reader's.
    "drug": click.argument("drug", required=False),
    "name": click.argument("name", nargs=-1, required=True, callback=_one_text),
}
_OFFERS = {
    "allowed": "is what was ordered contraindicated in MMN, in the plan, or neither",
    "monitor": "recorded values against the plan's thresholds, with the plan's actions",
    "verify": "is it right and, if not, which known mistake gives it",
}


def _command(name: str) -> click.Command:
    calculator = CALCULATORS[name]

    def run(**options: Any) -> None:
        _run(name, options)

    keys = calculator.keys
    own = (_OWN.get(key) or _field_option(key, keys) for key in keys)
    command: Callable[..., None] = run
    for option in reversed((*own, *_COMMON_OPTIONS)):
        command = option(command)
    offers = _OFFERS.get(name, "dose, working and checks")
    return click.command(name, help=f"{calculator.label}: {offers}.")(command)


for _name in CALCULATORS:
    main.add_command(_command(_name))


@main.command()
@click.argument("requests", type=click.File("rb"))
def batch(requests: Any) -> None:
    """Answer a file of JSON requests, one a line, in order; "-" reads standard input."""
    plan, today = _plan(), _today()
    refused = 0
    write = sys.stdout.write
    for text, was_refused in answer_lines(requests, plan, today):
        refused += was_refused
        write(text + "\n")
        sys.stdout.flush()  # a program that asks line by line waits for each answer
    sys.exit(SOME_REFUSED if refused else CALCULATED)


@main.command()
@click.option("--case", required=True, metavar="FILE.toml", help="The case as entered first.")
@click.option("--calculator", help="Of which calculator; default: the order, or the case's own.")
@click.option("--second-weight", default="", help="Weight, entered again without looking.")
@click.option("--second-height", default="", help="Height, entered again without looking.")
@click.option("--second-order", default="", help="The order, entered again without looking.")
@click.option("--first-by", default="", metavar="TEXT", help="Who entered the case.")
@click.option("--second-by", default="", metavar="TEXT", help="Who entered it again.")
@click.option("--when", default="", metavar="TEXT", help="Date and time, as they are to stand.")
@click.option("--output", "-o", required=True, metavar="FILE.pdf", help="Where the sheet goes.")
def sheet(**options: str) -> None:
    """Check a case twice and, where both entries agree, write the verified sheet as a PDF.

    Exit status: 0 written, 2 the entries differ or something is refused (nothing is written) or
    the order deviates (a sheet without places to sign is written), 3 contraindicated (the refusal
    is written).
    """
    plan, today = _plan(), _today()
    try:
        case = _opened(options["case"], plan)
        request = case.request(options["calculator"] or case.sheet_of)
        answered = answer(request, plan, today)
        second = {str(field): options[f"second_{field}"] for field in FIELDS}
        compared = compare(case.entered, second, plan, needed_by(request, plan, today))
        for each in compared:
            if each.verdict != "differs":  # what differs is said with the refusal
                click.echo(each.says)
        who = {name: options[name] for name in ("first_by", "second_by", "when")}
        pdf = verified_sheet(answered, case, plan, Verification(compared, **who))
        _save(options["output"], pdf, "output")
    except Refused as refused:
        click.echo(refused.message, err=True)
        sys.exit(REFUSED)
    click.echo(f"Written: {options['output']}")
    if (kind := kind_of(answered)) in NOTHING_TO_SIGN:
        click.echo(NOTHING_TO_SIGN[kind], err=True)
        sys.exit(REFUSED)
    sys.exit(_exit_status(answered))


@main.command("verify-file")
@click.argument("orders", required=False, metavar="ORDERS.csv|.xlsx")
@click.option("-o", "--output", metavar="VERDICTS.csv|.xlsx", help="Where the verdicts go.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=KEY",
    help='What a column holds: "Body wt=weight"; "Body wt=" leaves it unread. As often as wanted.',
)
@_field_option("tolerance")
@click.option("--today", metavar="YYYY-MM-DD", help="The day of the verdict; default: today.")
@click.option("--template", metavar="FILE.csv|.xlsx", help="Write the columns with examples.")
def verify_file(**options: Any) -> None:
    """Verify a file of orders, one a row, and write the verdict and the mistake beside each.

    The columns are those of --template; a unit stands in the cell ("80 kg") or in the heading
    ("weight_kg"). A row that cannot be read says why, and the others go on. Facts are not checked.
    Exit status: 0 every row was read, 1 some row was not, 2 the file cannot be used.
    """
    try:
        sys.exit(_verify_file(**options))
    except Refused as refused:
        click.echo(refused.message, err=True)
        sys.exit(REFUSED)


def _verify_file(
    orders: str | None, output: str | None, template: str | None, today: str | None, **read_as: Any
) -> int:
    # pandas takes a while to load, which no other command should wait for.
    from exchange.order_files import run as orders_run  # noqa: PLC0415

    if template is not None:
        orders_run.write_template_file(template)
        return CALCULATED
    if orders is None or output is None:
        raise Refused("file", "Name the file of orders, and with -o the file of verdicts.")
    orders_run.require_target(output, orders)
    plan, on = _plan(), read_date(today, "today") if today else _today()
    mapping = orders_run.read_mapping(read_as["mapping"])
    file = orders_run.opened_file(orders, mapping, read_as["tolerance"])
    click.echo("\n".join((plan.identity.banner, *orders_run.notes(file))), err=True)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=file.count, file=sys.stderr, hidden=hidden) as bar:
        counts = orders_run.write_verdicts(file, output, plan, on, bar.update)
    click.echo(orders_run.summary(counts), err=True)
    return SOME_REFUSED if orders_run.some_not_read(counts) else CALCULATED


if __name__ == "__main__":
    main()
