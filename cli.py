"""The command line: the same calculators for a terminal and for other programs."""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calculators.course.course import COURSE_KEYS
from calculators.requests.answer import answer
from calculators.requests.catalogue import CALCULATORS, KEYS_OF_DOSES, calculators, ordered
from calculators.treatments.by_weight import drugs_of
from calculators.typed.fields import field_of, help_of
from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import read_date
from exchange.answers.answer import as_json, refusal
from exchange.answers.batch import answer_lines, written
from exchange.answers.terminal import as_text
from exchange.cases.case import Case, with_their_day
from exchange.cases.file_schema import case_schema
from exchange.cases.second_entry import FIELDS, compare, needed_by
from exchange.cases.toml_file import read_case_file, written_case
from exchange.sheets.papers import PAPERS, PaperChoices
from exchange.sheets.papers import paper as made_paper
from exchange.sheets.verified_sheet import NOTHING_TO_SIGN, Verification, kind_of, verified_sheet
from exchange.sheets.whole_plan import whole_plan
from exchange.whole_file import write_whole
from plan_data import BrokenPlanError, load_plan
from plan_data.load import data_read_from
from plan_data.schema.rules import Outcome
from plan_data.sections_load import load_sections
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calculators.requests.answer import Answered
    from calculators.typed.fields import Field
    from plan_data import Plan
    from plan_data.schema.sections import Sections

CALCULATED, SOME_REFUSED, REFUSED, CONTRAINDICATED, NOT_IN_PLAN = 0, 1, 2, 3, 4
DEVIATES, NOT_SETTLED = 5, 6  # a script that asks whether an order is right must see that it is not


def _read_from(context: click.Context, _: click.Parameter, folder: str | None) -> None:
    if folder is not None:
        context.with_resource(data_read_from(Path(folder)))


class _Commands(click.Group):
    """Commands of which each, one that is added later too, takes ``--plan``.

    To those of every plan come the drugs that the plan in use doses by weight. A command is looked
    for before its own options are read, so ``--plan`` is looked for among them first.
    """

    def add_command(self, command: click.Command, name: str | None = None) -> None:
        super().add_command(_taking_a_plan(command), name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_drugs_by_weight()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in _drugs_by_weight():
            return _taking_a_plan(_command(cmd_name))
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        with data_read_from(Path(folder)) if (folder := _plan_among(args)) else nullcontext():
            return super().resolve_command(ctx, args)

    def main(self, *given: Any, **named: Any) -> Any:
        """Run the program; what it says is on its way before it ends, or it says why not."""
        try:
            try:
                return super().main(*given, **named)
            finally:
                for stream in _open_streams():
                    stream.flush()
        except OSError as error:
            if not isinstance(error, BrokenPipeError):  # who closed it has read enough
                with suppress(OSError):
                    click.echo(f"The answer cannot be written ({error.strerror}).", err=True)
        # What is left goes nowhere: Python would try to write it once more when it ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in _open_streams():
            with suppress(OSError, ValueError):
                os.dup2(nowhere, stream.fileno())
        sys.exit(REFUSED)


def _taking_a_plan(command: click.Command) -> click.Command:
    command.params.append(
        click.Option(
            ["--plan"],
            metavar="FOLDER",
            # Before the others: help shows the numbers of the plan that is named before it.
            is_eager=True,
            expose_value=False,
            callback=_read_from,
            help="The data folder of another plan; default: DOSE_PLAN, else the shipped plan.",
        )
    )
    return command


def _plan_among(arguments: list[str]) -> str | None:
    for place, each in enumerate(arguments):
        option, equals, value = each.partition("=")
        if option == "--plan":
            return value if equals else next(iter(arguments[place + 1 :]), None)
    return None


def _drugs_by_weight() -> tuple[str, ...]:
    """Return the plan's drugs that are dosed by weight; none where the plan cannot be read."""
    plan = _plan_for_help()
    if plan is None:
        return ()
    return tuple(each.id for each in drugs_of(plan) if each.id not in CALCULATORS)


def _open_streams() -> list[Any]:
    """Return standard output and error; either is missing where it was closed."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None]


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def main() -> None:
    """Doses for multifocal motor neuropathy, with working, sources and the plan's checks.

    The plan is a draft that a physician has not reviewed. Exit status: 0 calculated, 2 refused
    input or a treatment without a dose in the plan, 3 contraindicated, 4 ordered but not in the
    plan, 5 an order that deviates, 6 an order about which a fact that is not recorded decides; for
    batch, 1 if any line was refused.
    """
    for stream in _open_streams():
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_taking_a_plan(main)  # before a command too, as for all that an alias runs


def _today() -> date:
    """Return the day on this machine's clock, which is the user's own day."""
    return datetime.now(UTC).astimezone().date()


def _plan() -> Plan:
    try:
        return load_plan()
    except BrokenPlanError as broken:
        click.echo(str(broken), err=True)
        sys.exit(REFUSED)


def _run(calculator: str, options: dict[str, Any]) -> None:
    wants_json, save_case = options.pop("json"), options.pop("save_case")
    table, plan = options.pop("output", None), _plan()
    try:
        case, request = _request(calculator, options, plan)
        answered = answer(request, plan, _today())
        if save_case:
            facts = with_their_day(request["facts"], answered.today, plan)
            kept = case.asked({**request, "facts": facts})
            write_whole(save_case, written_case(kept), "save_case")
        if table:
            _write_table(table, answered, plan)
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


def _write_table(name: str, answered: Answered, plan: Plan) -> None:
    # Not every command should wait for what writes tables.
    from exchange.courses.course_table import course_table  # noqa: PLC0415
    from exchange.order_files.write_results import ending_of  # noqa: PLC0415

    write_whole(name, course_table(answered, plan, ending_of(name)), "output")


def _exit_status(answered: Answered) -> int:
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        return CONTRAINDICATED
    if answered.result.refusal:
        return REFUSED
    verdict = answered.result.values.get("verdict")
    if verdict in ("deviates", "not settled"):
        return DEVIATES if verdict == "deviates" else NOT_SETTLED
    not_plainly = answered.result.values.get("answer") in ("not_in_plan", "ask_first")
    return NOT_IN_PLAN if not_plainly else CALCULATED


def _request(calculator: str, options: dict[str, Any], plan: Plan) -> tuple[Case, dict[str, Any]]:
    """Return the case file, where there is one, and the request with the options laid over it."""
    file, facts = options.pop("case"), _facts(options.pop("fact"))
    typed = {key: value for key, value in options.items() if value not in (None, ())}
    case = Case() if file is None else _opened(file, plan)
    course = case.choices.get("course", {})
    if calculator == "titrate" and "phases" in course and "dose" not in typed:
        for key in COURSE_KEYS:  # what is titrated is the course's
            if key in course:
                typed.setdefault(key, course[key])
    return case, case.request(calculator, {**typed, "facts": facts})


def _opened(file: str, plan: Plan) -> Case:
    case = read_case_file(file, plan)
    for says in case.said_on_opening:
        click.echo(says, err=True)
    return case


def _facts(texts: tuple[str, ...]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in map(_fact, texts):
        if name in facts:
            raise Refused(
                f"facts.{name}", f'"{name}" is given twice; which one counts cannot be told.'
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
        plan = _plan_for_help()
        self.help = help_of(self.field, plan, KEYS_OF_DOSES if plan is None else ordered(plan))
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
    "phases": click.option(
        "--phase",
        "phases",
        cls=_FieldOption,
        field=field_of("phases"),
        multiple=True,
        metavar='"CALCULATOR KEY=VALUE …"',
    ),
    # Not required here: the sentence that names the drugs is the reader's.
    "drug": click.argument("drug", required=False),
    "name": click.argument("name", nargs=-1, required=True, callback=_one_text),
}
_OFFERS = {
    "titrate": "the plan's regimens as a ladder, and what recorded strength points to",
    "course": "phases on a calendar, each dose on its day, with the plan's checks",
    "allowed": "is what was ordered contraindicated, in the plan, or neither",
    "monitor": "recorded values against the plan's thresholds, with the plan's actions",
    "verify": "is it right and, if not, which known mistake gives it",
}


_TABLE = click.option(
    "--output", "-o", metavar="FILE.csv|.xlsx", help="Write doses and checks as a table as well."
)


def _command(name: str) -> click.Command:
    calculator = CALCULATORS.get(name) or calculators(load_plan())[name]

    def run(**options: Any) -> None:
        _run(name, options)

    keys = calculator.keys
    # A titration is of one drug; an order may be of a drug, and says so by name.
    alone = {} if name == "verify" else _OWN
    own = (alone.get(key) or _field_option(key, keys) for key in keys)
    command: Callable[..., None] = run
    written = (_TABLE,) if name == "course" else ()
    for option in reversed((*own, *written, *_COMMON_OPTIONS)):
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


@main.command("case-schema")
def write_case_schema() -> None:
    """Write the JSON Schema of a case file, with the facts of the plan in use."""
    click.echo(json.dumps(case_schema(_plan()), ensure_ascii=False, indent=2))


@main.command()
@click.option("--case", required=True, metavar="FILE.toml", help="The case as entered first.")
@click.option("--calculator", help="Of which calculator; default: the order, or the case's own.")
@click.option("--second-weight", default="", help="Weight, entered again without looking.")
@click.option("--second-height", default="", help="Height, entered again without looking.")
@click.option("--second-order", default="", help="The order, entered again without looking.")
@click.option("--first-by", default="", metavar="TEXT", help="Who entered the case.")
@click.option("--second-by", default="", metavar="TEXT", help="Who entered it again.")
@click.option("--when", default="", metavar="TEXT", help="Date and time, as they are to stand.")
@click.option(
    "--paper",
    type=click.Choice(PAPERS),
    help="In place of the verified sheet: an order to sign, the record of an infusion, or the "
    "patient's page; no second entry is asked for.",
)
@click.option("--on", metavar="YYYY-MM-DD", help="Of a course: the day of the order or record.")
@click.option(
    "--phase",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Of a course: the phase, where two have a dose on that day.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why an order deviates on purpose.")
@click.option("--output", "-o", required=True, metavar="FILE.pdf", help="Where the sheet goes.")
def sheet(**options: Any) -> None:
    """Write the verified sheet of a case that two people entered, or another paper, as a PDF.

    Exit status: 0 written, 2 the entries differ or something is refused (nothing is written), 3
    contraindicated (of a sheet or an order the refusal is written, else nothing), 5 the order
    deviates and 6 a fact that is not recorded decides (a sheet without places to sign is written,
    or an order with the reason).
    """
    if options["paper"]:
        _write_paper(**options)
    plan, today = _plan(), _today()
    for key in ("on", "phase", "reason"):
        if options[key]:
            click.echo(f"--{key} goes with --paper.", err=True)
            sys.exit(REFUSED)
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
        write_whole(options["output"], pdf, "output")
    except Refused as refused:
        click.echo(refused.message, err=True)
        sys.exit(REFUSED)
    click.echo(f"Written: {options['output']}")
    if (kind := kind_of(answered)) in NOTHING_TO_SIGN:
        click.echo(NOTHING_TO_SIGN[kind], err=True)
    sys.exit(_exit_status(answered))


def _write_paper(paper: str, output: str, **options: Any) -> None:
    """Write one of the papers that nobody enters twice, and end with its exit status."""
    plan, answered = _plan(), None
    try:
        _refuse_second_entry(options)
        case = _opened(options["case"], plan)
        answered = answer(case.request(options["calculator"] or case.sheet_of), plan, _today())
        on = read_date(options["on"], "on") if options["on"] else None
        chosen = PaperChoices(on=on, phase=options["phase"], reason=options["reason"])
        write_whole(output, made_paper(paper, answered, case, plan, _sections(), chosen), "output")
    except Refused as refused:
        click.echo(refused.message, err=True)
        ruled_out = answered is not None and _exit_status(answered) == CONTRAINDICATED
        sys.exit(CONTRAINDICATED if ruled_out else REFUSED)
    click.echo(f"Written: {output}")
    sys.exit(_exit_status(answered))


def _refuse_second_entry(options: dict[str, Any]) -> None:
    for key in ("second_weight", "second_height", "second_order", "first_by", "second_by", "when"):
        if options[key]:
            raise Refused(key, f"--{key.replace('_', '-')} goes with the verified sheet alone.")


def _sections() -> Sections:
    try:
        return load_sections()
    except BrokenPlanError as broken:
        click.echo(str(broken), err=True)
        sys.exit(REFUSED)


@main.command()
@click.option("--case", required=True, metavar="FILE.toml", help="The case with the course.")
@click.option("--full", is_flag=True, help="Name drug and dose in the titles too.")
@click.option("--zone", default="", metavar="NAME", help="The site's time zone: Europe/Berlin.")
@click.option(
    "--alarm",
    type=click.IntRange(0, 28),
    default=1,
    show_default=True,
    metavar="DAYS",
    help="So many days before an entry its reader is reminded; 0: not at all.",
)
@click.option(
    "--identity",
    metavar="TEXT",
    help="What keeps this patient's entries apart; the same for each file of the course, no name. "
    "Default: made of the patient's measures.",
)
@click.option("--output", "-o", required=True, metavar="FILE.ics", help="Where the file goes.")
def calendar(**options: Any) -> None:
    """Write the course of a case as a calendar file; a later one updates the same entries.

    Titles name no drug unless --full asks for it. Exit status: 0 written, 2 refused,
    3 written without a phase that is contraindicated.
    """
    # Not every command should wait for the library of calendars.
    from exchange.courses import calendar_file as files  # noqa: PLC0415

    plan, now = _plan(), datetime.now(UTC)
    try:
        case = _opened(options["case"], plan)
        answered = answer(case.request("course"), plan, _today())
        chosen = files.CalendarChoices(
            written=now,
            identity=options["identity"] or files.identity_of(case),
            full=options["full"],
            zone=options["zone"],
            alarm_days=options["alarm"],
        )
        write_whole(options["output"], files.calendar_file(answered, plan, chosen), "output")
    except Refused as refused:
        click.echo(refused.message, err=True)
        sys.exit(REFUSED)
    click.echo(f"Written: {options['output']}")
    for phase in answered.result.values["phases"]:
        if phase.says:
            click.echo(f"Phase {phase.number}, {phase.label}: {phase.says}", err=True)
    sys.exit(_exit_status(answered))


@main.command("plan")
@click.option("--output", "-o", required=True, metavar="FILE.pdf", help="Where the PDF goes.")
def write_plan(output: str) -> None:
    """Write the whole plan, every section of it, as a PDF to print and to search.

    Exit status: 0 written, 2 refused.
    """
    try:
        write_whole(output, whole_plan(_plan(), _sections()), "output")
    except Refused as refused:
        click.echo(refused.message, err=True)
        sys.exit(REFUSED)
    click.echo(f"Written: {output}")


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
    Exit status: 0 every order is right; else the gravest of 3 a drug that is never given, or a
    patient outside the plan, 5 an order that deviates, 1 a row that was not read, 6 an order that
    is not settled; 2 the file cannot be used.
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
        orders_run.write_template_file(template, _plan())
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
    gravest = orders_run.gravest(counts)
    return {
        "contraindicated": CONTRAINDICATED,
        "outside the plan": CONTRAINDICATED,
        "deviates": DEVIATES,
        "not read": SOME_REFUSED,
        "not settled": NOT_SETTLED,
    }.get(gravest, CALCULATED)


if __name__ == "__main__":
    main()
