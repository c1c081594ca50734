"""The demo: four invented chains and the people who sign in to look after them."""

from seeds.demo.people import sign_in_lines
from seeds.demo.stories import load_demo

__all__ = ["load_demo", "sign_in_lines"]
