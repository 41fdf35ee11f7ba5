"""What a load says of the rows that it left out."""

from data.commands.told_as_json import SAY
from data.findings import Findings, reasons_left_out

_REASONS = 20  # for which rows were left out, told with their counts


def print_left_out(issues: Findings) -> None:
    """Why rows were left out: each reason with its own count."""
    reasons = reasons_left_out(issues)
    for count, example in reasons[:_REASONS]:
        print(
            f"Left out {count}: {SAY(example.message)}"
            + (f" (row {example.row})" if count > 1 else "")
        )
    if len(reasons) > _REASONS:
        rest = sum(count for count, _ in reasons[_REASONS:])
        print(f"Left out {rest} for {len(reasons) - _REASONS} more reasons.")
