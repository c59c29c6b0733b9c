"""What can be wrong: the codes, which are never translated, and a language's texts for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Value = str | int
"""What fills a text in: names, numbers, and the system's own names for errors, like ``EACCES``."""

Code = Literal[
    # A file, or a part of one, that is not taken in
    "file_empty",
    "no_text",
    "not_text",
    "unknown_type",
    "reading_failed",
    "file_damaged",
    "file_locked",
    "locked_or_old",
    "xml_entities",
    "out_of_proportion",
    "unpacks_too_large",
    "file_too_large",
    "too_many_pages",
    "pdf_scan",
    "pdf_unmapped",
    "recognition_missing",
    "only_pictures",
    "no_page",
    "page_drawn_by_script",
    "front_matter_not_yaml",
    "gzip_damaged",
    "line_not_json",
    "line_without_text",
    "line_too_long",
    "no_text_column",
    "bad_row",
    "too_many_cells",
    "needs_libreoffice",
    "took_too_long",
    "type_ignored",
    "other_archive",
    "archive_in_archive",
    "path_leaves_archive",
    "not_permitted",
    "file_missing",
    "not_read",
    "not_ordinary_file",
    "too_deep",
    "path_missing",
    "path_not_remembered",
    "path_inside",
    "gone_but_kept",
    "further_refusals",
    # Taken in, but to be looked at
    "encoding_guessed",
    "front_matter_kept",
    "date_not_understood",
    "correction_unused",
    "place_unknown",
    "title_doubtful",
    "page_of_links",
    "recognised",
    "pages_unread",
    "text_doubtful",
    "changed_while_read",
    "id_twice",
    "id_replaced",
    # A home, its index and its collection
    "home_busy",
    "home_not_created",
    "index_damaged",
    "index_missing",
    "index_of_another",
    "index_changing",
    "index_not_written",
    "collection_not_opened",
    "collection_newer",
    "lexicon_not_read",
    "lexicon_word",
    "lexicon_group",
    "lexicon_everyday",
    "lexicon_division",
    "resource_missing",
    "article_unknown",
    "article_gone",
    "article_hidden",
    "version_unknown",
    "version_of_article_unknown",
    "quote_unknown",
    # The bot and the command line
    "reindex_running",
    "reindex_ended",
    "newer_program",
    "chats_not_opened",
    "chats_newer",
    "chats_emptied",
    "chats_replaced",
    "chats_key_wrong",
    "hidden_not_read",
    "learnt_damaged",
    "too_many_watches",
    "settings_invalid",
    "setting_misspelt",
    "setting_unknown",
    "http_address_in_use",
    "web_missing",
    "sandbox_missing",
    "sandbox_port_in_use",
    "token_missing",
    "token_unknown",
    "token_polled_elsewhere",
    "token_served_here",
    "token_revoked",
    "lock_not_taken",
    "lock_of_another",
    "question_empty",
    "question_line",
    "file_not_written",
    "backup_no_home",
    "backup_exists",
    "backup_of_damage",
    "backup_damaged",
    "backup_newer",
    "restore_not_empty",
    "disk_full",
    "disk_read_only",
    "database_unusable",
    "place_unusable",
    "output_unusable",
    "program_fault",
    # Evaluating
    "questions_not_read",
    "evaluation_line",
    "run_not_written",
    "run_missing",
    "runs_disjoint",
]


@dataclass(frozen=True, slots=True)
class Table:
    """The texts of one language."""

    texts: Mapping[Code, str]
    """One sentence each: what is wrong and what to do; ``{line}`` and the like are filled in."""
    errors: Mapping[str, str]
    """What the system's names for errors mean; they fill in ``{error}``."""

    def text(self, code: Code, fields: Mapping[str, Value]) -> str:
        error = str(fields.get("error", ""))
        return self.texts[code].format(**{**fields, "error": self.errors.get(error, error)})
