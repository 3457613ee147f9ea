"""The options that say how claims are scored and shown, shared by the commands that report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli.options import Choice

if TYPE_CHECKING:
    from click.decorators import FC


class At(click.ParamType["str"]):
    """A time before the due day, as people type it: 30 days before due."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The same in one spelling."""
        from ledger.errors import BadValue
        from ledger.report.settings import BEFORE_DUE, days_ahead
        from ledger.text import counted

        try:
            days = days_ahead(str(value))
        except BadValue as refused:
            self.fail(str(refused), param, ctx)
        return f"{counted(days or 0, 'day')} {BEFORE_DUE}"


def scoring_options(command: FC) -> FC:
    """Add the options that say how claims are scored and shown: fields of `Settings`."""
    from ledger.report.settings import CLUSTERS, REPEATS, WEIGHTS, WINDOWS, Settings

    usual = Settings()
    options = [
        click.option(
            "--repeats",
            type=Choice(REPEATS),
            default=usual.repeats,
            show_default=True,
            help="How to count several claims of one speaker on one question.",
        ),
        click.option(
            "--window",
            type=Choice(WINDOWS),
            default=usual.window,
            show_default=True,
            help="With --repeats standing, from when days count: from a speaker's own first "
            "forecast, or from anybody's first on the question.",
        ),
        click.option(
            "--weight",
            type=Choice(WEIGHTS),
            default=usual.weight,
            show_default=True,
            help="What weighs 1: each speaker on each question, or each question, however many "
            "spoke on it.",
        ),
        click.option(
            "--cluster",
            type=Choice(CLUSTERS),
            default=usual.cluster,
            show_default=True,
            help="What makes claims right or wrong together, which widens the intervals.",
        ),
        click.option(
            "--yardstick",
            metavar="NAME",
            help="Turn words such as 'likely' into probabilities by this table: "
            "icd203, phia, nato, ipcc or kent, among others.",
        ),
        click.option(
            "--guard-early",
            is_flag=True,
            help="Score a question only after its due day or scheduled end, however "
            "early it was settled.",
        ),
        click.option(
            "--at",
            type=At(),
            metavar="TIME",
            help="Score only what stood at a time, such as '30 days before due'.",
        ),
        click.option(
            "--log-floor",
            type=click.FloatRange(0, 0.5, min_open=True),
            metavar="P",
            help="The least chance, such as 0.01, that logarithmic scores take anybody to have "
            "given to what came about; by default what was given.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=usual.seed,
            show_default=True,
            help="The seed of the random numbers that curves are resampled with.",
        ),
        click.option(
            "--digits",
            type=click.IntRange(2, 9),
            default=usual.digits,
            show_default=True,
            help="How many digits to show of a share: 2 for 61%, 3 for 61.2%. Scores "
            "show one more.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command
