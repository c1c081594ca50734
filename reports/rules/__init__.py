"""The rules of comparison: each looks at one setting and yields findings."""
