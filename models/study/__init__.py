"""What asks questions of the rules.

    explore     every interleaving of a few threads, and verdicts on them
    steps       the rules in atomic steps, to be explored
    algorithms  small algorithms of the runtime, right and wrong
    programs    what programs of the format can do over all schedules
    race        the race detector
    leaks       the leak detector
    moments     a run told moment by moment, as a page shows it
    measure     what runs amount to in numbers
    beliefs     what to ask a reader, and which belief a wrong answer shows
    printed     texts that Go prints, read into data
    replay      recorded steps of real Go, explained by the rules
    invariants  what holds at every moment

Here lie what these share: choosers, whole runs, folding a trace, wrong rules, and questions.
"""
