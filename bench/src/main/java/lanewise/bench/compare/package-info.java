/**
 * What a comparison is made of: a {@link lanewise.bench.compare.Work} is a list of cases, a case is
 * a {@link lanewise.bench.compare.Problem} with its inputs and the check of an answer, and a
 * library takes part as one class, a {@link lanewise.bench.compare.Peer}, that gives {@link
 * lanewise.bench.compare.Way}s of solving problems.
 *
 * <p>To add a work, write a file here with its problem and its list of cases, and name it in {@link
 * lanewise.bench.compare.Work#all}; peers that can do it add a case to their switch. To add a
 * library, write its {@code Peer} in a Maven module below {@code bench/peers}, because native
 * libraries and versions of common libraries clash, and name the module in {@code
 * bench/peers/pom.xml} and the library in {@link lanewise.bench.compare.run.Library}. {@link
 * lanewise.bench.compare.run} measures.
 */
@NullMarked
package lanewise.bench.compare;

import org.jspecify.annotations.NullMarked;
