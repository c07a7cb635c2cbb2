"""The forest plot's data: the table's, with the columns that were asked for, and in words."""

from __future__ import annotations

from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.forest import forest_plot, unknown_columns
from metasacro.views.plots.plot import told
from tests.synthesis.shipped import analysis


def test_the_columns_are_those_asked_for_in_their_order_beside_the_study() -> None:
    plot = forest_plot(forest_scores(analysis("pain"), "1 month"), ("effect", "n"))
    assert [column.key for column in plot.table.columns] == ["study", "effect", "n"]


def test_without_a_wish_every_column_stays() -> None:
    table = forest_counts(analysis("leak"))
    assert forest_plot(table).table == table


def test_a_column_that_does_not_exist_is_named() -> None:
    assert unknown_columns(forest_counts(analysis("leak")), ("study", "efect", "rate")) == ("efect",)


def test_the_words_say_the_range_and_the_answer_as_the_table_prints_them() -> None:
    alt = forest_plot(forest_scores(analysis("pain"), "1 month")).alt
    assert "The cohorts’ estimates go from 3.6 to 7.3." in alt
    assert alt.endswith("Pooled: 5.3 [3.7, 6.9]. A new series (95 % PI): [−0.7, 11.2].")


def test_where_nothing_is_drawn_the_words_stand_first_below_the_table() -> None:
    plot = forest_plot(forest_counts(analysis("leak")))
    assert told(plot).notes[0] == plot.alt
