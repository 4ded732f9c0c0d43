"""The back diary's question where there is no window."""

from sitbreak.pages.diary import diary_page


def test_the_page_says_where_to_answer() -> None:
    html = diary_page()
    assert "<h1>How is your back today?</h1>" in html
    assert "Answer in the menu of sitbreak&#x27;s icon: “My back today”." in html
    assert "0 is no pain at all" in html
