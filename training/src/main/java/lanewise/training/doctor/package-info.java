/**
 * The training doctor, which looks at the figures of every epoch and says in a plain sentence what
 * is wrong and what to try. Start with {@link lanewise.training.doctor.TrainingDoctor}.
 *
 * <pre>{@code
 * TrainingDoctor doctor = TrainingDoctor.of();
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withListener(doctor);
 * doctor.findings().forEach(System.out::println); // after the training
 * }</pre>
 *
 * <p>What must not be here: the measurements themselves, which belong to the run ({@link
 * lanewise.training.Vitals}).
 */
@NullMarked
package lanewise.training.doctor;

import org.jspecify.annotations.NullMarked;
