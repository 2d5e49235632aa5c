"""From a paper to plans: what matters, what depends on what, what fits the pages and the minutes. Pure functions.

In: `model.Paper` and a seminar profile. Out: `plans.ReportPlan`, `plans.TalkPlan`.

rank.py                                  main results; evidence.py: the rules, each worth points and a reason
graph.py                                 which proof uses which statement, and how much each carries
spine.py                                 key lemmas and the road map; outside.py: results of other works
material.py                              the input of both plans
report.py                                the report's plan
talk.py                                  the talk's plan; talk_proofs.py: its slides on the proofs
talk_drafts.py                           what all slides are drafted with; minutes.py: seconds of each slide
named.py                                 what a statement names; at_hand.py: links to it on the slides
backup.py                                questions of the audience; backup_slides.py: what answers them
questions.py                             questions for the student; wording.py: those that a statement's wording raises
remarks.py                               what is left open, and what comments on a main result
examples.py                              the running example
prerequisites.py                         the definitions and assumptions that a statement needs
outline.py                               the graph as a tree
proof_steps.py                           a proof at a glance; proof_sentences.py: its sentences and displays
chains.py                                the course of a proof on slides
quotations.py                            what the authors say of their paper
slide_quotes.py                          those that fit on slides; slide_lines.py: how much fits there
conventions.py                           sentences that say what the main results are about
notation.py                              symbols and terms, each with the sentence that introduces it
introduced.py                            what each sentence introduces, and which one holds where
introductions.py, mentions.py            phrases that introduce something, and nouns that name it in passing
phrases.py                               words and commands that these phrases share
page_formulas.py                         formulas in the text of a page
flat_sentences.py, excerpts.py           sentences with a character for each formula; what is shown of them
formula_symbols.py, formula_items.py     which symbols a formula is about; its symbols and signs in order
formula_macros.py                        tokens of formulas, with macros written out
reading_list.py                          what to read, in which order, and how long it takes
source_pages.py                          the pages on which a line of the source can be printed
uses.py, equivalents.py, dominators.py   edges, equivalent statements, graph algorithms
lost_layout.py                           formulas in the text of pages that have lost their layout
heights.py                               estimated heights in pages
kinds.py, places.py, words.py            kinds of statements, parts of a paper, words of a passage
manual_references.py                     references typed by hand
changes.py                               what changed between two versions of a paper
"""
