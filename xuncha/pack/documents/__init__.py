"""The documents of a pack: report, minutes, workbook, screenshots; may import the pack's own types."""
