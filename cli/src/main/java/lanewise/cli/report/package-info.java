/**
 * What a training leaves in the folder of its run, and the page that is made of it.
 *
 * <pre>
 *   {@link lanewise.cli.report.RunRecorder}      writes metrics.jsonl and TensorBoard's events while the run goes on
 *   {@link lanewise.cli.report.RunEvaluation}    writes evaluation.json at its end
 *   {@link lanewise.cli.report.RunFolder}        reads these files
 *   {@link lanewise.cli.report.ReportPage}       makes report.html of nothing but these files
 * </pre>
 *
 * <p>What must not be here: training itself, and anything that cannot be made again from the files.
 */
@NullMarked
package lanewise.cli.report;

import org.jspecify.annotations.NullMarked;
