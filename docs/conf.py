"""The site: ``make docs`` builds it into ``site/`` from this checkout alone, without a network."""

import os
import sys
from pathlib import Path

# The notebook runs in the interpreter that builds the site, whatever kernels a machine has, and leaves no history.
os.environ["JUPYTER_PATH"] = str(Path(__file__).parent / "_kernel")
sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sim import __version__

project = "Overflight"
author = "The Overflight authors"
project_copyright = "The Overflight authors, Apache-2.0"
release = version = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "sphinx_design",
    "docstrings",
    "generated",
    "mathml",
]
exclude_patterns = ["_ext", "_kernel", "_static"]
# A name in backticks in a docstring leads to what it names where that is shown, and is plain code elsewhere.
default_role = "py:obj"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 4
myst_dmath_double_inline = True
# Always: an output kept from before would hide what a change of the code does to it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
# Types in signatures are short names; two packages may each have one of a name.
suppress_warnings = ["ref.python"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

templates_path: list[str] = []
html_theme = "furo"
html_title = "Overflight"
html_static_path = ["_static"]
html_css_files = ["overflight.css"]
html_favicon = "_static/favicon.svg"
html_show_sourcelink = False
html_copy_source = False
html_math_renderer = "mathml"
html_theme_options = {
    "announcement": "A simulation. Nothing is ever sent.",
    "light_css_variables": {"color-brand-primary": "#0b5d7a", "color-brand-content": "#0b5d7a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4dc", "color-brand-content": "#7cc4dc"},
}
copybutton_exclude = ".linenos, .gp, .go"
