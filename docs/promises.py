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
    Promise("P02", "Numbers keep the digits that the manual says, against arithmetic of a hundred digits.", (
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
    Promise("P19", "Outputs are written whole or not at all, one run at a time, the manifest last.", (
        "writes/test_killed.py::test_a_run_that_is_killed_at_any_step_leaves_whole_files",
        "writes/test_disks.py::test_on_a_full_disk_the_old_files_stand",
        "writes/test_two_runs.py::test_files_of_two_runs_never_mix",
    )),
    Promise("P20", "The same inputs, choices and versions give the same bytes on every machine that was tried.", (
        "reproducible/test_bytes.py::test_another_machine_writes_the_same_bytes",
        "reproducible/test_bytes.py::test_no_file_names_a_folder_of_the_machine",
    )),
    Promise("P21", "A manifest says whether the same inputs still give the same numbers, and which do not.", (
        "commands/test_manifest_check.py::test_nothing_has_changed",
        "commands/test_manifest_check.py::test_numbers_that_differ_are_named_with_old_and_new",
    )),
    Promise("P22", "A hostile file meets a coded error at its place, and the rest of the folder is read.", (
        "hostile/test_records.py::test_a_hostile_record_is_one_error",
        "hostile/test_records.py::test_the_rest_of_the_folder_is_read",
        "hostile/test_imports.py::test_a_hostile_file_is_not_imported",
    )),
    Promise("P23", "What is read is a typed record with every number as printed, or coded problems.", (
        "fuzz/test_corpus.py::test_the_corpus_keeps_every_promise",
        "fuzz/test_grammars.py::test_a_reader_gives_a_value_or_coded_problems",
        "fuzz/test_grammars.py::test_a_command_ends_as_promised",
    )),
    Promise("P24", "No text of a record is obeyed by a terminal, a browser, LaTeX, R or a reference manager.", (
        "hostile/test_injection.py::test_no_output_has_a_character_that_a_terminal_obeys",
        "hostile/test_injection.py::test_a_page_has_no_element_and_no_attribute_of_a_text",
        "hostile/test_injection.py::test_latex_obeys_no_text",
    )),
)  # fmt: skip  # a table
