package lanewise.training;

import java.nio.file.Path;

/**
 * A checkpoint that is complete on disk.
 *
 * @param file the file
 * @param step the number of steps that the run had taken
 * @param epoch the number of epochs that were finished
 * @param bytes the size of the file
 * @param seconds the duration of the writing
 */
public record CheckpointReport(Path file, long step, int epoch, long bytes, double seconds) {}
