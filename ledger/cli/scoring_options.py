"""The options that say how claims are scored and shown, shared by the commands that report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli.options import Choice

if TYPE_CHECKING:
    from click.decorators import FC


def scoring_options(command: FC) -> FC:
    """Add the options that say how claims are scored and shown: fields of `Settings`."""
    from ledger.report.settings import CLUSTERS, REPEATS, Settings

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
