/**
 * The command {@code search}: many trainings of one job with other values for some keys, and which
 * was the best. {@link lanewise.cli.search.SearchSettings} is a search, {@link
 * lanewise.cli.search.Space} the values of its keys, {@link lanewise.cli.search.Search} runs it,
 * and {@link lanewise.cli.search.TrialFolder} keeps each trial, so that a search continues after
 * whatever ended it.
 *
 * <p>What must not be here: how a job is run; a trial is a training as {@code train} does it.
 */
@NullMarked
package lanewise.cli.search;

import org.jspecify.annotations.NullMarked;
