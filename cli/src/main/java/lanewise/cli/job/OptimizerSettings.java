package lanewise.cli.job;

import java.util.List;
import java.util.function.Function;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.optimizer.Adadelta;
import lanewise.training.optimizer.Adagrad;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.AdamW;
import lanewise.training.optimizer.Lion;
import lanewise.training.optimizer.NAdam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.RmsProp;
import lanewise.training.optimizer.Sgd;

/** The kinds of optimizers and their keys; the defaults are the library's usual settings. */
public final class OptimizerSettings {
  private static final Range FROM_0 = Range.from(0);
  private static final Range BELOW_1 = Range.from(0).below(1);
  private static final String COUPLED = "The weight decay, which is added to the gradient.";
  private static final String DECOUPLED = "The weight decay, which is apart from the gradient.";
  private static final String EITHER = "The weight decay.";

  private OptimizerSettings() {}

  /** The word for the kind of an optimizer. */
  public static String word(Optimizer optimizer) {
    return choice().kindOf(optimizer);
  }

  static Choice<Optimizer> choice() {
    return Choice.of(
        "optimizer",
        List.of(
            new Alternative<>("sgd", Sgd.class, sgd()),
            new Alternative<>("adam", Adam.class, adam(), adam -> !adam.amsgrad()),
            new Alternative<>("adamw", AdamW.class, adamW(), adamW -> !adamW.amsgrad()),
            new Alternative<>("amsgrad", Optimizer.class, amsgrad(), AmsgradKeys::describes),
            new Alternative<>("nadam", NAdam.class, nAdam()),
            new Alternative<>("rmsprop", RmsProp.class, rmsProp()),
            new Alternative<>("adagrad", Adagrad.class, adagrad()),
            new Alternative<>("adadelta", Adadelta.class, adadelta()),
            new Alternative<>("lion", Lion.class, lion())));
  }

  private static Section<Sgd> sgd() {
    Sgd usual = new Sgd(0.01, 0.9);
    var rate = rate(usual, Sgd::learningRate);
    var momentum = momentum(usual, Sgd::momentum);
    var dampening =
        real(
            "dampening",
            BELOW_1,
            usual,
            Sgd::dampening,
            "The share of a gradient that does not enter the momentum.");
    var nesterov =
        flag("nesterov", usual, Sgd::nesterov, "Whether the momentum looks ahead (Nesterov).");
    var decay = decay(usual, Sgd::weightDecay, COUPLED);
    return Section.of(
        "Stochastic gradient descent with momentum.",
        List.of(rate, momentum, dampening, nesterov, decay),
        values ->
            new Sgd(
                values.get(rate),
                values.get(momentum),
                values.get(dampening),
                values.get(nesterov),
                values.get(decay)));
  }

  private static Section<Adam> adam() {
    Adam usual = Adam.of(0.001);
    var rate = rate(usual, Adam::learningRate);
    var beta1 = beta1(usual, Adam::beta1);
    var beta2 = beta2(usual, Adam::beta2);
    var epsilon = epsilon(usual, Adam::epsilon);
    var decay = decay(usual, Adam::weightDecay, COUPLED);
    return Section.of(
        "Adam (Kingma and Ba, 2015).",
        List.of(rate, beta1, beta2, epsilon, decay),
        values ->
            new Adam(
                values.get(rate),
                values.get(beta1),
                values.get(beta2),
                values.get(epsilon),
                values.get(decay),
                false));
  }

  private static Section<AdamW> adamW() {
    AdamW usual = AdamW.of(0.001);
    var rate = rate(usual, AdamW::learningRate);
    var beta1 = beta1(usual, AdamW::beta1);
    var beta2 = beta2(usual, AdamW::beta2);
    var epsilon = epsilon(usual, AdamW::epsilon);
    var decay = decay(usual, AdamW::weightDecay, DECOUPLED);
    return Section.of(
        "Adam with decoupled decay (Loshchilov and Hutter, 2019).",
        List.of(rate, beta1, beta2, epsilon, decay),
        values ->
            new AdamW(
                values.get(rate),
                values.get(beta1),
                values.get(beta2),
                values.get(epsilon),
                values.get(decay),
                false));
  }

  /** AMSGrad is a setting of two optimizers of the library, which differ in their decay. */
  private static final class AmsgradKeys {
    static boolean describes(Optimizer optimizer) {
      return (optimizer instanceof Adam adam && adam.amsgrad()) || isDecoupled(optimizer);
    }

    static boolean isDecoupled(Optimizer optimizer) {
      return optimizer instanceof AdamW adamW && adamW.amsgrad();
    }

    /** The same settings with coupled decay, from which all keys but one are taken. */
    static Adam adam(Optimizer optimizer) {
      return switch (optimizer) {
        case Adam adam -> adam;
        case AdamW w ->
            new Adam(
                w.learningRate(), w.beta1(), w.beta2(), w.epsilon(), w.weightDecay(), w.amsgrad());
        default -> throw new IllegalArgumentException("no AMSGrad: " + optimizer);
      };
    }
  }

  private static Section<Optimizer> amsgrad() {
    Optimizer usual = Adam.of(0.001).withAmsgrad();
    var rate = rate(usual, Optimizer::learningRate);
    var beta1 = beta1(usual, optimizer -> AmsgradKeys.adam(optimizer).beta1());
    var beta2 = beta2(usual, optimizer -> AmsgradKeys.adam(optimizer).beta2());
    var epsilon = epsilon(usual, optimizer -> AmsgradKeys.adam(optimizer).epsilon());
    var decay = decay(usual, optimizer -> AmsgradKeys.adam(optimizer).weightDecay(), EITHER);
    var decoupled = decoupled(usual, AmsgradKeys::isDecoupled);
    return Section.of(
        "Adam with the largest mean square so far (Reddi, Kale and Kumar, 2018).",
        List.of(rate, beta1, beta2, epsilon, decay, decoupled),
        values -> {
          Adam coupled =
              new Adam(
                  values.get(rate),
                  values.get(beta1),
                  values.get(beta2),
                  values.get(epsilon),
                  values.get(decay),
                  true);
          return values.get(decoupled)
              ? new AdamW(
                  coupled.learningRate(),
                  coupled.beta1(),
                  coupled.beta2(),
                  coupled.epsilon(),
                  coupled.weightDecay(),
                  true)
              : coupled;
        });
  }

  private static Section<NAdam> nAdam() {
    NAdam usual = NAdam.of(0.002);
    var rate = rate(usual, NAdam::learningRate);
    var beta1 = beta1(usual, NAdam::beta1);
    var beta2 = beta2(usual, NAdam::beta2);
    var epsilon = epsilon(usual, NAdam::epsilon);
    var momentumDecay =
        real(
            "momentum-decay",
            FROM_0,
            usual,
            NAdam::momentumDecay,
            "How fast the momentum grows to beta1.");
    var decay = decay(usual, NAdam::weightDecay, EITHER);
    var decoupled = decoupled(usual, NAdam::decoupled);
    return Section.of(
        "Adam with Nesterov momentum (Dozat, 2016).",
        List.of(rate, beta1, beta2, epsilon, momentumDecay, decay, decoupled),
        values ->
            new NAdam(
                values.get(rate),
                values.get(beta1),
                values.get(beta2),
                values.get(epsilon),
                values.get(momentumDecay),
                values.get(decay),
                values.get(decoupled)));
  }

  private static Section<RmsProp> rmsProp() {
    RmsProp usual = RmsProp.of(0.01);
    var rate = rate(usual, RmsProp::learningRate);
    var alpha =
        real("alpha", BELOW_1, usual, RmsProp::alpha, "The share of the mean square that is kept.");
    var epsilon = epsilon(usual, RmsProp::epsilon);
    var momentum = momentum(usual, RmsProp::momentum);
    var centered =
        flag(
            "centered",
            usual,
            RmsProp::centered,
            "Whether to divide by the deviation instead of the root mean square.");
    var decay = decay(usual, RmsProp::weightDecay, COUPLED);
    return Section.of(
        "RMSprop (Tieleman and Hinton, 2012).",
        List.of(rate, alpha, epsilon, momentum, centered, decay),
        values ->
            new RmsProp(
                values.get(rate),
                values.get(alpha),
                values.get(epsilon),
                values.get(momentum),
                values.get(centered),
                values.get(decay)));
  }

  private static Section<Adagrad> adagrad() {
    Adagrad usual = Adagrad.of(0.01);
    var rate = rate(usual, Adagrad::learningRate);
    var rateDecay =
        real(
            "rate-decay",
            FROM_0,
            usual,
            Adagrad::rateDecay,
            "How fast the learning rate falls with the steps.");
    var squares =
        real(
            "initial-squares",
            FROM_0,
            usual,
            Adagrad::initialSquares,
            "What the sums of squares begin with.");
    var epsilon = epsilon(usual, Adagrad::epsilon);
    var decay = decay(usual, Adagrad::weightDecay, COUPLED);
    return Section.of(
        "Adagrad (Duchi, Hazan and Singer, 2011).",
        List.of(rate, rateDecay, squares, epsilon, decay),
        values ->
            new Adagrad(
                values.get(rate),
                values.get(rateDecay),
                values.get(squares),
                values.get(epsilon),
                values.get(decay)));
  }

  private static Section<Adadelta> adadelta() {
    Adadelta usual = Adadelta.of(1);
    var rate = rate(usual, Adadelta::learningRate);
    var rho =
        real("rho", BELOW_1, usual, Adadelta::rho, "The share of the mean squares that is kept.");
    var epsilon = epsilon(usual, Adadelta::epsilon);
    var decay = decay(usual, Adadelta::weightDecay, COUPLED);
    return Section.of(
        "Adadelta (Zeiler, 2012).",
        List.of(rate, rho, epsilon, decay),
        values ->
            new Adadelta(
                values.get(rate), values.get(rho), values.get(epsilon), values.get(decay)));
  }

  private static Section<Lion> lion() {
    Lion usual = Lion.of(0.0001);
    var rate = rate(usual, Lion::learningRate);
    var beta1 =
        real(
            "beta1",
            BELOW_1,
            usual,
            Lion::beta1,
            "The share of the mean gradient in the direction of a step.");
    var beta2 =
        real("beta2", BELOW_1, usual, Lion::beta2, "The share of the mean gradient that is kept.");
    var decay = decay(usual, Lion::weightDecay, DECOUPLED);
    return Section.of(
        "Lion (Chen et al., 2023).",
        List.of(rate, beta1, beta2, decay),
        values ->
            new Lion(values.get(rate), values.get(beta1), values.get(beta2), values.get(decay)));
  }

  private static <R> Key<R, Double> rate(R usual, Function<R, Double> getter) {
    return real("rate", Range.positiveFloat(), usual, getter, "The learning rate.")
        .withOption("--lr", "X");
  }

  private static <R> Key<R, Double> momentum(R usual, Function<R, Double> getter) {
    return Key.of("momentum", Types.real(BELOW_1, 0.9), getter, "The momentum; 0 is none.")
        .withDefault(getter.apply(usual))
        .withOption("--momentum", "X");
  }

  private static <R> Key<R, Double> beta1(R usual, Function<R, Double> getter) {
    return real("beta1", BELOW_1, usual, getter, "The share of the mean gradient that is kept.");
  }

  private static <R> Key<R, Double> beta2(R usual, Function<R, Double> getter) {
    return real("beta2", BELOW_1, usual, getter, "The share of the mean square that is kept.");
  }

  private static <R> Key<R, Double> epsilon(R usual, Function<R, Double> getter) {
    return real(
        "epsilon", FROM_0, usual, getter, "The summand that keeps the divisor away from 0.");
  }

  private static <R> Key<R, Double> decay(R usual, Function<R, Double> getter, String meaning) {
    return Key.of("weight-decay", Types.real(FROM_0, 0.01), getter, meaning)
        .withDefault(getter.apply(usual));
  }

  private static <R> Key<R, Boolean> decoupled(R usual, Function<R, Boolean> getter) {
    return flag("decoupled", usual, getter, "Whether the weight decay is apart from the gradient.");
  }

  private static <R> Key<R, Double> real(
      String name, Range range, R usual, Function<R, Double> getter, String meaning) {
    Double fallback = getter.apply(usual);
    return Key.of(name, Types.real(range, fallback), getter, meaning).withDefault(fallback);
  }

  private static <R> Key<R, Boolean> flag(
      String name, R usual, Function<R, Boolean> getter, String meaning) {
    return Key.of(name, Types.flag(), getter, meaning).withDefault(getter.apply(usual));
  }
}
