"""How a tip will look on its card, small, while it is written."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from sitbreak.core.own_tips import Draft
from sitbreak.core.settings import TOPICS
from sitbreak.core.words import menu
from sitbreak.core.words import own_tips as words
from sitbreak.dialogs.arrangement import Rect
from sitbreak.dialogs.card.content import CardContent, TipContent
from sitbreak.dialogs.card.tip_view import TipView
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.widgets import units

_HEIGHT, _NARROWEST = 25, 16
"""Ems."""


class TipPreview(QFrame):
    """Shows a tip as the card does, with stand-ins for what is missing."""

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(words.preview())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = colours
        self._content: CardContent | None = None
        self._view: TipView | None = None

    @property
    def view(self) -> TipView | None:
        """What shows the tip."""
        return self._view

    def show_tip(self, draft: Draft, picture: str, headings: tuple[str, ...]) -> None:
        """Show a tip.

        Args:
            draft: what the person has typed.
            picture: the full path of its picture; empty if there is none that can be shown.
            headings: the sections of the article that it rests on.
        """
        tip = TipContent(
            id="",
            topic=draft.topic,
            title=draft.title or words.preview_title(),
            body=draft.body or words.preview_body(),
            caution=draft.caution,
            facts=headings,
            source=draft.source,
            steps=draft.steps,
            hold_seconds=draft.hold_seconds or None,
            repetitions=draft.repetitions or None,
            sides=draft.sides,
            picture=picture,
            place=draft.place,
            headings=headings,
        )
        if self._content is None or tip != self._content.tip:
            names = {topic: menu.topic(topic) for topic in TOPICS}
            self._content = CardContent(
                tip, names, TOPICS, "", moving=True, sound=False, status=None, config="", state=""
            )
            self._renew()

    def recolour(self, colours: Colours) -> None:
        """Use other colours."""
        self._colours = colours
        self._renew()

    def sizeHint(self) -> QSize:
        """Return the size that most tips need."""
        return QSize(round(2 * _NARROWEST * units().em), round(_HEIGHT * units().em))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size of use."""
        return QSize(round(_NARROWEST * units().em), round(_HEIGHT * units().em))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tip again."""
        super().resizeEvent(event)
        self._arrange()

    def _renew(self) -> None:
        before, self._view = self._view, None
        if before is not None:
            before.hide()
            before.deleteLater()
        if self._content is not None:
            self._view = TipView(self, self._content, self._colours)
            self._arrange()
            self._view.show()
            self._view.wake()

    def _arrange(self) -> None:
        if self._view is not None:
            margin = round(1.2 * units().em)
            self._view.setGeometry(0, 0, self.width(), self.height())
            room = Rect(margin, margin, self.width() - 2 * margin, self.height() - 2 * margin)
            self._view.arrange(room)
