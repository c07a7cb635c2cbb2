"""What the program promises of itself as a whole: one sentence each, and the tests that would fail without it."""

from __future__ import annotations

from typing import NamedTuple


class Promise(NamedTuple):
    """A sentence, and tests as `file::function` below `tests`."""

    key: str
    sentence: str
    tests: tuple[str, ...]


PROMISES = (
    Promise("P01", "Pooled numbers agree with metafor.", (
        "oracles/test_pooling.py::test_estimates_tests_and_prediction_agree_with_metafor",
        "oracles/test_pooling.py::test_heterogeneity_agrees_with_metafor",
        "second_opinion/test_metafor.py::test_pooled_pain_agrees",
    )),
    Promise("P02", "Numbers keep the digits that the manual says, against arithmetic of sixty digits.", (
        "digits/test_digits.py::test_every_number_keeps_its_digits",
        "digits/test_digits.py::test_a_reference_is_met_again",
    )),
    Promise("P03", "Answers follow units, and do not depend on the order of cohorts.", (
        "laws/test_units_order_and_identity.py::test_units_scale_effects_by_c_and_variances_by_its_square",
        "laws/test_units_order_and_identity.py::test_the_order_of_cohorts_does_not_matter",
    )),
    Promise("P04", "What cannot be is refused by its row, and no answer is a silent nan.", (
        "laws/test_bad_input.py::test_effects_that_cannot_be_are_refused_by_row",
        "laws/test_bad_input.py::test_odd_effects_have_an_answer_without_nan_or_a_reason_why_not",
        "laws/test_bad_input.py::test_odd_tables_have_an_answer_without_nan_or_a_reason_why_not",
    )),
    Promise("P05", "Any text as a record is read or refused with a code; nothing ends in a traceback.", (
        "records/test_fuzz.py::test_arbitrary_bytes",
        "records/test_fuzz.py::test_a_good_record_with_a_value_mutated",
        "problems/test_faults.py::test_a_fault_is_named_and_made_safe",
    )),
    Promise("P06", "A file made to exhaust memory is named and leaves the others read.", (
        "records/test_bombs.py::test_a_bomb_is_named_by_a_process_with_limits",
        "records/test_bombs.py::test_a_bomb_among_records_leaves_the_others_read",
    )),
    Promise("P07", "Every printed number leads back to the lines that it rests on.", (
        "commands/test_pool_trace.py::test_every_outcome_can_be_traced",
        "evidence/test_shipped_evidence.py::test_every_pooled_value_says_where_it_stands",
    )),
    Promise("P08", "A report runs no script but its own and fetches nothing.", (
        "commands/test_hostile_report.py::test_the_page_has_its_own_script_and_no_other",
        "network/test_no_network.py::test_a_report_fetches_nothing",
    )),
    Promise("P09", "No command uses the network; a cluster on this machine stays on it.", (
        "network/test_no_network.py::test_a_command_opens_no_socket",
        "network/test_no_network.py::test_a_local_cluster_stays_on_this_machine",
    )),
    Promise("P10", "Printed decimals survive, and what is written can be read again.", (
        "evidence/test_shipped_evidence.py::test_printed_decimals_are_kept",
        "records/test_record_writing.py::test_what_is_written_can_be_read",
        "records/test_record_writing.py::test_a_number_is_never_computed",
    )),
    Promise("P11", "Committed outputs are those of today's program.", (
        "commands/test_outputs.py::test_the_text_is_current",
        "commands/test_outputs.py::test_the_json_is_current",
    )),
    Promise("P12", "Several processes give the same bits as one, even when a worker is killed.", (
        "engines/test_cluster.py::test_two_processes_give_the_same_bits_when_one_is_killed",
    )),
    Promise("P13", "Compiled loops answer as the formulas do.", (
        "pooling/test_compiled_loops.py::test_ordinary_batches",
        "pooling/test_compiled_loops.py::test_hard_sets",
    )),
    Promise("P14", "Defaults were simulated, and the committed rates come from the committed code.", (
        "simulation/test_simulation.py::test_the_committed_numbers_come_from_the_committed_code",
        "simulation/test_simulation.py::test_every_default_of_the_protocol_is_judged",
    )),
    Promise("P15", "An exported script stops where a number was tampered with.", (
        "second_opinion/test_recomputed.py::test_the_shipped_answers_are_recomputed_wherever_the_folder_lies",
        "second_opinion/test_recomputed.py::test_a_number_that_was_tampered_with_stops_the_script",
    )),
    Promise("P16", "A truthful paper is not doubted.", (
        "integrity/test_truthful_papers.py::test_a_truthful_paper_is_not_doubted",
    )),
    Promise("P17", "No cell of a table begins a formula in a spreadsheet.", (
        "render/test_csv_text.py::test_no_cell_and_no_header_begins_like_a_formula",
    )),
    Promise("P18", "Every licence is known and allowed, and every dependency has a reason.", (
        "house/test_supply_chain.py::test_every_licence_is_allowed",
        "house/test_supply_chain.py::test_every_dependency_has_a_reason",
    )),
)  # fmt: skip  # a table
