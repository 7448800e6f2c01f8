"""Check a file of records from the installed wheel: layers were found, and spans are words."""

import sys
from pathlib import Path

from onrecord.schema import decode_record


def main() -> int:
    """Exit 0 if every record of the file named on the command line holds, else say why not."""
    lines = Path(sys.argv[1]).read_bytes().splitlines()
    if not lines:
        print("no record was written")
        return 1
    for line in lines:
        record = decode_record(line)
        text = record.document.text
        spans = [s for st in record.statements for s in (*st.source, *st.cue, *st.content)]
        spans += [(m.start, m.end) for m in record.mentions]
        spans += [(t.start, t.end) for t in record.times]
        spans += [(f.start, f.end) for f in record.figures] + [e.trigger for e in record.events]
        found = record.statements and record.times and record.places
        if not found or not all(0 <= a < b <= len(text) for a, b in spans):
            print(f"the record of {record.document.uri} does not hold")
            return 1
        print(f"{record.document.uri}: {len(record.statements)} statements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
