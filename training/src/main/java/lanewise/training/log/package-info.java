/**
 * What a run leaves behind for other programs: a line of JSON for each epoch ({@link
 * lanewise.training.log.MetricsLog}), event files of TensorBoard ({@link
 * lanewise.training.log.TensorBoardLog}), and events of the JDK's flight recorder ({@link
 * lanewise.training.log.FlightEvents}).
 *
 * <p>Each is a listener. What must not be here: the state of a run, from which it is resumed; the
 * logs are for people, and hold times.
 */
@NullMarked
package lanewise.training.log;

import org.jspecify.annotations.NullMarked;
