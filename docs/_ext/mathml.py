"""Mathematics as MathML, written at build time: browsers draw it without a script or a font from elsewhere."""

import html
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _display(writer: Any, node: nodes.math_block) -> None:
    formula = tex2mathml(node.astext(), as_block=True)
    # A formula wider than a telephone scrolls by itself instead of widening the page.
    label = html.escape(node.astext(), quote=True)
    writer.body.append(
        f'<div class="formula" role="math" tabindex="0" aria-label="{label}">{formula}</div>\n'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
