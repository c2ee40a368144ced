"""The forty attacks, and the tests that stand for each: ``file::test``. Those whose subject is not built yet say what they wait for."""

HERE = "tests/house/trust"
WEB = "stormoede/web/tests"

STANDS_FOR = {
    1: ["tests/house/test_urls.py::test_asking_changes_nothing_and_everybody_else_is_told_no"],
    2: [
        f"{HERE}/test_forms.py::test_2_a_program_that_presses_every_button_changes_nothing",
        f"{WEB}/member/test_page.py::test_a_scanner_that_opens_all_and_presses_every_button_changes_nothing",
    ],
    3: [f"{HERE}/test_links.py::test_3_a_bent_link_is_the_same_404_and_costs_no_statement"],
    4: [
        f"{HERE}/test_links.py::test_4_a_link_opens_what_it_was_made_for",
        f"{HERE}/test_links.py::test_4_a_cookie_of_one_purpose_opens_no_page_of_another",
    ],
    5: [f"{HERE}/test_links.py::test_5_a_link_that_ends_while_its_page_is_open_ends_there_too"],
    6: [
        f"{HERE}/test_secrets.py::test_6_a_link_is_written_down_nowhere",
        f"{HERE}/test_secrets.py::test_6_a_one_time_sign_in_is_written_down_nowhere",
    ],
    7: [f"{HERE}/test_secrets.py::test_7_the_whole_database_holds_no_link_no_code_and_no_sign_in"],
    8: [f"{WEB}/test_staff_entrance.py::test_a_row_of_the_sessions_opens_nothing"],
    9: [
        f"{HERE}/test_forms.py::test_9_a_form_of_one_person_is_not_carried_out_for_another",
        f"{WEB}/test_member_identity.py::test_a_form_for_somebody_else_is_refused_by_name",
    ],
    10: [f"{HERE}/test_links.py::test_10_nobody_opens_the_pages_of_somebody_else"],
    11: [f"{HERE}/test_forms.py::test_11_extra_fields_are_ignored"],
    12: [
        f"{HERE}/test_forms.py::test_12_only_what_has_no_cookie_goes_without_the_forms_mark",
        f"{HERE}/test_forms.py::test_12_a_form_from_elsewhere_is_refused_everywhere",
    ],
    13: [
        "stormoede/accounts/tests/actions/test_codes.py::test_the_sixth_try_is_refused_even_when_it_is_right",
        "stormoede/accounts/tests/actions/test_codes.py::test_another_browser_another_person_and_another_hour_are_refused",
        "stormoede/accounts/tests/actions/test_codes.py::test_a_newer_code_ends_the_older",
        f"{WEB}/test_member_identity.py::test_a_code_of_one_browser_raises_no_other",
    ],
    14: [f"{HERE}/test_codes_race.py::test_14_a_hundred_tries_at_once_are_five"],
    15: [f"{WEB}/test_member_identity.py::test_the_answer_does_not_tell_whether_the_address_is_known"],
    16: [f"{WEB}/test_staff_entrance.py::test_without_a_passkey_one_may_only_make_one"],
    17: [
        f"{WEB}/test_member_identity.py::test_one_click_needs_no_cookie_and_acts_once",
        f"{WEB}/test_member_identity.py::test_reminders_stop_by_the_pages_own_button_only",
    ],
    18: [
        "stormoede/meetings/tests/actions/test_doors.py::test_the_door_lets_nobody_in_before_or_after",
        "stormoede/meetings/tests/actions/test_doors.py::test_going_in_twice_is_once",
    ],
    19: [
        "stormoede/meetings/tests/actions/test_mails.py::test_the_meetings_address_is_in_no_mail_unless_the_secretariat_chooses_so",
        f"{HERE}/test_door.py::test_19_the_meetings_address_is_on_no_page_but_the_one_behind_the_door",
    ],
    20: ["tests/journeys/test_door.py::test_20_the_door_reaches_the_address_and_tells_it_nothing"],
    21: [
        "tests/incoming/test_corpus.py::test_each_ends_in_one_right_state",
        "tests/incoming/test_corpus.py::test_the_member_is_told_what_a_calendars_answer_came_to",
    ],
    22: [
        "stormoede/mail/tests/core/test_trust.py::test_trust",
        "tests/incoming/test_corpus.py::test_each_ends_in_one_right_state",
    ],
    23: [
        "stormoede/mail/tests/core/test_headers.py::test_a_line_break_is_refused_everywhere",
        "stormoede/mail/tests/test_bytes.py::test_a_line_break_in_any_header_makes_it_unbuildable",
        "stormoede/letters/tests/test_recipes.py::test_a_name_with_line_ends_makes_no_header_and_no_line",
    ],
    24: [
        "tests/intake/test_torture.py::test_each_ends_in_one_right_state",
        "tests/intake/test_fuzz.py::test_a_mail_that_takes_too_long_is_given_up",
    ],
    25: ["tests/intake/test_fuzz.py::test_a_child_has_no_file_no_network_no_other_program_and_little_memory"],
    26: [
        "stormoede/contributions/tests/actions/test_handing_in.py::test_files_are_kept_raw_and_a_version_keeps_its_own",
        "stormoede/web/tests/input/test_pages.py::test_a_file_is_given_back_as_a_file_to_keep",
    ],
    27: ["tests/intake/test_fuzz.py::test_nothing_in_a_mail_is_fetched"],
    28: [
        "stormoede/letters/tests/test_recipes.py::test_attack_28_code_in_letters_and_names_is_printed_as_typed",
        "stormoede/letters/tests/core/test_fields.py::test_template_code_is_printed_as_typed",
    ],
    29: [
        "stormoede/lib/tests/test_spreadsheets.py::test_no_cell_begins_as_a_formula_unless_it_is_a_number",
        "stormoede/web/tests/desk/test_exports.py::test_a_name_that_is_a_formula_is_a_text_in_both_files",
    ],
    30: ["stormoede/meetings/tests/core/test_addresses.py::test_addresses_that_are_refused"],
    31: ["tests/journeys/test_passkeys.py::test_from_the_first_sign_in_to_an_approved_colleague"],
    32: [
        f"{HERE}/test_headers.py::test_32_nothing_personal_is_kept_or_found",
        "tests/journeys/test_passkeys.py::test_from_the_first_sign_in_to_an_approved_colleague",
    ],
    33: [
        f"{HERE}/test_links.py::test_33_a_forged_sender_evades_no_limit",
        f"{HERE}/test_links.py::test_33_behind_a_proxy_only_what_the_proxy_says_counts",
        f"{HERE}/test_links.py::test_33_a_forged_host_is_refused_and_stands_in_no_mail",
        f"{HERE}/test_links.py::test_33_a_forged_tls_header_changes_nothing",
    ],
    38: [
        "tests/house/test_backups.py::test_who_was_erased_since_is_erased_in_what_is_restored",
        "stormoede/protection/tests/actions/test_erasures.py::test_who_was_erased_is_erased_again_in_what_an_older_backup_brought_back",
    ],
    40: [
        f"{HERE}/test_start.py::test_40_debugging_on_a_public_address",
        f"{HERE}/test_start.py::test_40_a_key_that_others_may_read",
        f"{HERE}/test_start.py::test_40_a_key_inside_the_data_folder",
    ],
}

WAITS_FOR = {
    34: "votes and unsigned questions",
    35: "votes and unsigned questions",
    36: "votes and unsigned questions",
    37: "votes and unsigned questions",
    39: "search in what is confidential; reading it is noted (tests/house/test_urls.py)",
}
