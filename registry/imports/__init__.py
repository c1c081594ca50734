"""Tables of official registers, read into the JSON form of chains."""
