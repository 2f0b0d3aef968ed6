"""What a workspace brings in, by spans, so that every figure is derived."""
