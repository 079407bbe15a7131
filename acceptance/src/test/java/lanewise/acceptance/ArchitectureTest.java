package lanewise.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.conventions.Repository;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and what the core modules may not use. */
final class ArchitectureTest {
  private static final String TENSOR = "lanewise.tensor..";
  private static final String LAYERS = "lanewise.layers..";
  private static final String TRAINING = "lanewise.training..";
  private static final String BENCH = "lanewise.bench..";
  private static final String EXAMPLES = "lanewise.examples..";
  private static final String KERNELS = "lanewise.tensor.kernel..";
  private static final String[] CORE = {TENSOR, LAYERS, TRAINING};

  /**
   * What the core modules may use besides lanewise: the JDK, its allocation counter and recorder.
   */
  private static final String[] PLATFORM = {
    "java..", "jdk.incubator.vector..", "jdk.jfr..", "com.sun.management..", "org.jspecify.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              Stream.of("tensor", "layers", "training", "cli", "bench", "examples")
                  .map(module -> Repository.ROOT.resolve(module).resolve("target/classes"))
                  .toArray(Path[]::new));

  @Test
  void everyModuleIsLookedAt() {
    for (String module : List.of("tensor", "layers", "training", "cli", "bench", "examples")) {
      assertThat(CLASSES.that(resideInAPackage("lanewise." + module + "..")))
          .as("classes of %s", module)
          .isNotEmpty();
    }
  }

  @Test
  void everyClassIsInAPackageOfItsModule() {
    assertThat(CLASSES)
        .allSatisfy(
            type -> {
              Path file = Path.of(type.getSource().orElseThrow().getUri());
              String module = Repository.ROOT.relativize(file).getName(0).toString();
              assertThat(type.getPackageName() + ".")
                  .as("%s in %s", type.getName(), module)
                  .startsWith("lanewise." + module + ".");
            });
  }

  @Test
  void tensorDependsOnThePlatformOnly() {
    checkReach(TENSOR);
  }

  @Test
  void onlyTestsExchangeTheTilesOfProducts() {
    check(
        noClasses()
            .should()
            .callMethod(
                "lanewise.tensor.kernel.gemm.ActiveTiles$Choice",
                "standIn",
                "lanewise.tensor.kernel.gemm.Tiles"));
  }

  @Test
  void layersDependOnTensor() {
    checkReach(LAYERS, TENSOR);
  }

  @Test
  void trainingDependsOnLayersAndTensor() {
    checkReach(TRAINING, LAYERS, TENSOR);
  }

  @Test
  void examplesDependOnLayersAndTheJdk() {
    check(
        noClasses()
            .that()
            .resideInAPackage(EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINING, KERNELS));
  }

  @Test
  void nothingDependsOnCommandExamplesOrBenchmarks() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EXAMPLES));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("lanewise.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("lanewise.cli.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BENCH));
  }

  @Test
  void theCommandsPackagesHaveNoCycleAndTheProgramIsOnTop() {
    SlicesRuleDefinition.slices()
        .matching("lanewise.cli.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
    check(
        noClasses()
            .that()
            .resideInAPackage("lanewise.cli.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("lanewise.cli"));
  }

  @Test
  void kernelsAreUsedByCoreModulesAndBenchmarksOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(TENSOR, LAYERS, TRAINING, BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KERNELS));
  }

  @Test
  void trainingUsesElementwiseKernelsAndUpdatesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(TRAINING)
            .should()
            .dependOnClassesThat(
                resideInAPackage(KERNELS)
                    .and(not(resideInAPackage("lanewise.tensor.kernel.elementwise")))
                    .and(not(resideInAPackage("lanewise.tensor.kernel.optimizer")))));
  }

  @Test
  void kernelsKnowNothingOfTensorsButTheThreads() {
    check(
        noClasses()
            .that()
            .resideInAPackage(KERNELS)
            .should()
            .dependOnClassesThat(
                resideInAPackage(TENSOR)
                    .and(not(resideInAPackage(KERNELS)))
                    .and(not(nameStartingWith("lanewise.tensor.Workers")))));
  }

  @Test
  void tensorsKnowNothingOfTheirOperations() {
    check(
        noClasses()
            .that()
            .resideInAPackage("lanewise.tensor")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "lanewise.tensor.ops", "lanewise.tensor.linalg", "lanewise.tensor.blas"));
  }

  @Test
  void publicTypesOfTheCoreHaveDistinctNames() {
    Map<String, List<String>> names =
        CLASSES.that(resideInAnyPackage(CORE)).stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> !resideInAnyPackage(KERNELS, "lanewise..internal..").test(type))
            .collect(
                groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getPackageName, toList())));
    assertThat(names).hasSizeGreaterThan(100);
    assertThat(names.entrySet())
        .as("types that imports of whole packages would make ambiguous")
        .allSatisfy(type -> assertThat(type.getValue()).as(type.getKey()).hasSize(1));
  }

  @Test
  void coreHasNoThreadLocals() {
    check(noCoreClass().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
  }

  @Test
  void coreHasNoReflection() {
    check(
        noCoreClass()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .orShould()
            .callMethod(Class.class, "forName", String.class));
  }

  @Test
  void coreHasNoJavaSerialization() {
    check(
        noCoreClass()
            .dependOnClassesThat()
            .belongToAnyOf(
                Serializable.class,
                Externalizable.class,
                ObjectInputStream.class,
                ObjectOutputStream.class));
  }

  @Test
  void coreWritesToNoConsole() {
    check(
        noCoreClass()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the core is headless: events go to listeners, warnings to System.Logger"));
  }

  private static void checkReach(String module, String... below) {
    check(
        classes()
            .that()
            .resideInAPackage(module)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(PLATFORM)
                    .or(resideInAPackage(module))
                    .or(resideInAnyPackage(below))));
  }

  private static ClassesShould noCoreClass() {
    return noClasses().that().resideInAnyPackage(CORE).should();
  }

  /** An empty module or package is no failure: {@link #everyModuleIsLookedAt} looks after it. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
