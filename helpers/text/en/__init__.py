"""The sentences of the helpers in English."""

from __future__ import annotations

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

SENTENCES = {
    # course
    "course.versions": "Python {python} · Keras {keras} · {backend} {backend_version} · scikit-learn {sklearn}",
    "course.device": "Device: {device}",
    "course.no_gpu": (
        "There is no GPU, so training runs on the CPU. Minutes to run all cells on two CPU cores: about {minutes}."
    ),
    "course.no_tensorflow": (
        "This Python has no TensorFlow: install the course with the commands in the README or, on an Intel Mac, for "
        "which TensorFlow is no longer released, open the notebook in Colab or on another computer."
    ),
    "course.missing": (
        "This notebook also needs the package {package}: install it with `%pip install {package}` in a new cell and "
        "run again from this cell on, or open the notebook in Colab."
    ),
    "course.no_font": (
        "The course's font (NanumGothic) is missing, so figures use another one. "
        "What they show and all results stay the same."
    ),
    "course.seed": "seed must be an integer from 0 to 4294967295. Received: {value!r}",
    "course.cache_unwritable": (
        "Keras's data folder is not writable: {value}. Cells that read from keras.datasets need the internet; "
        "load_fashion_mnist() works as always."
    ),
    # data
    "data.missing": "The Fashion-MNIST files are missing. Folder received: {value}, file needed: {expected}",
    "data.damaged": "The file is damaged: {value}. The original, with MD5 {expected}, is needed.",
    "data.image_shape": "The array of images must have the shape (count, 28, 28). Shape received: {value}",
    "data.image_range": "Pixel values must be float32 from 0 to 1. Received: {value}",
    "data.labels": "Targets must be integers from 0 to 9. Received: {value}",
    "data.lengths": "There must be as many targets as images. Counts received: {value}",
    "data.class_name": "Unknown class name: {value!r}. Possible names: {choices}",
    # runs
    "config.optimizer": "Unknown optimizer: {value!r}. Possible names: {choices}",
    "config.learning_rate": "The learning rate must be a finite number above 0. Received: {value!r}",
    "config.epochs": "The number of epochs must be an integer of 1 or more. Received: {value!r}",
    "config.batch_size": "The batch size must be an integer of 1 or more. Received: {value!r}",
    "config.momentum": "The momentum must be 0 or more and below 1. Received: {value!r}",
    "config.seed": "seed must be an integer from 0 to 4294967295. Received: {value!r}",
    "config.needs_momentum": "The optimizer {optimizer!r} needs a momentum above 0. Received: {value!r}",
    "config.no_momentum": (
        "The optimizer {optimizer!r} has no momentum. Received: {value!r}. Optimizers with momentum: {choices}"
    ),
    "history.columns": "A training history must contain 'loss'. Columns received: {value}",
    "history.column": "Unknown column of a history: {value!r}. Possible names: {choices}",
    # engines and sessions
    "engine.batch_size": (
        "The batch size must not exceed the number of training images ({expected}). Received: {value!r}"
    ),
    "engine.only_sgd": (
        "SGDClassifier trains only with stochastic gradient descent without momentum ('sgd'). "
        "Optimizer received: {value!r}"
    ),
    "engine.no_model": "The function that builds the model must return a Keras model. Type received: {value}",
    "engine.name": (
        "Names of models and layers must start with an ASCII letter or a digit and consist of ASCII letters, digits "
        "and a few signs (. _ - /), without spaces. Name received: {value!r}"
    ),
    "engine.input": (
        "The model's input does not fit the images. Shape of the images: {expected}, shape that the model takes: "
        "{value}"
    ),
    "engine.output": (
        "The model must output one row for each image, with the probabilities of the ten classes. "
        "The output's shape should be {expected}, but it is {value}."
    ),
    "engine.plain_fit": (
        "Keras runs on {value}, not on TensorFlow, so training uses fit. The results are similar, but training is "
        "slower, and a stop takes effect at the end of an epoch."
    ),
    "engine.no_xla": (
        "This model cannot be compiled with XLA, so it trains without XLA. The results are the same, but training is "
        "a little slower."
    ),
    "session.busy": "Another run is still training. Wait until it ends, or stop it, and then start again.",
    # histories trained beforehand
    "precomputed.damaged": "{value} is missing or damaged: make the training results anew with `make sweep`.",
    "precomputed.outdated": (
        "{value} holds the results of other settings or of another engine: make it anew with `make sweep`."
    ),
    "precomputed.others": (
        "The saved training results are only for {images:,} training images and the arguments {names}. "
        "Images received: {value:,}, arguments received: {arguments}"
    ),
    # plots
    "plot.epoch": "Epoch",
    "plot.loss": "Loss",
    "plot.accuracy": "Accuracy",
    "plot.train": "training",
    "plot.valid": "validation",
    "plot.count": "Number of images",
    "plot.class": "Class",
    "plot.predicted": "Predicted class",
    "plot.true": "Target class",
    "plot.probability": "Probability",
    "plot.weight": "Weight",
    "plot.activation_input": "Linear output z",
    "plot.activation_output": "Output and slope",
    "plot.function": "{name}(z)",
    "plot.slope": "Slope of {name}",
    "plot.images": (
        "The images to plot must have the shape (count, 28, 28), with at least one image. Shape received: {value}"
    ),
    "plot.captions": "There must be as many captions as images. Captions received: {value}, images: {expected}",
    "plot.weights": (
        "The weights must have the shape (784, neurons), with at least one neuron. Shape received: {value}"
    ),
    "plot.valid_accuracy": "Validation accuracy",
    "plot.mean": "Mean",
    "plot.seeds": "Pass at least one name with its scores by seed. Received: {value!r}",
    "plot.matrix": "The confusion matrix must have the shape (10, 10). Shape received: {value}",
    "plot.probabilities": "The probabilities must be 10 values that add up to 1. Received: {value}",
    "plot.activation": "Unknown activation function: {value!r}. Possible names: {choices}",
    "plot.metric": "Unknown metric: {value!r}. Possible names: {choices}",
    "plot.no_metric": "The history of {name} lacks a column: {metric}. Columns received: {value}",
    "plot.histories": "Pass at least one training history to plot. Received: {value!r}",
    "plot.layers": "Layers passed",
    "plot.true_probability": "Probability p of the target class",
    "plot.one_weight": "Weight w",
    "plot.steps": "Steps",
    "plot.moon": "Half-moon {number}",
    "plot.neuron_line": "Neuron line (z = 0)",
    "plot.boundary": "Boundary (p = 0.5)",
    "plot.start": "Start",
    "plot.lowest": "Lowest point",
    "plot.tiles": "images of 28×28 pixels, side by side (how many: {count})",
    "plot.weight_tiles": "weights of neurons as images (how many: {count}; red pixels positive, blue pixels negative)",
    "plot.the_image": "the image that is predicted",
    "curve.parts": "Solid: validation\nDashed: training",
    # figures in words
    "alt.title": "Title: {title}.",
    "alt.empty": "An empty figure, with nothing drawn on it.",
    "alt.kind": "{kind}.",
    "alt.kind.line": "A line chart",
    "alt.kind.bar": "A bar chart",
    "alt.kind.dots": "A scatter plot",
    "alt.kind.other": "A figure",
    "alt.across": "Horizontal axis: {label}.",
    "alt.up": "Vertical axis: {label}.",
    "alt.x": "horizontal axis",
    "alt.line": "Line {number}",
    "alt.line.point": "{name}: a single point ({across}: {x}) with the value {y}.",
    "alt.line.flat": "{name}: stays close to {first}.",
    "alt.line.rises": "{name}: rises from {first} to {last}.",
    "alt.line.falls": "{name}: falls from {first} to {last}.",
    "alt.line.dips": "{name}: falls from {first} to {y} ({across}: {x}), then rises to {last}.",
    "alt.line.peaks": "{name}: rises from {first} to {y} ({across}: {x}), then falls to {last}.",
    "alt.line.wavers": "{name}: goes from {first} to {last}, up and down between {low} and {high}.",
    "alt.lines": "Of {count} lines, {highest} ends highest ({high}) and {lowest} ends lowest ({low}).",
    "alt.bars": "Of {count} bars, the largest is {largest} ({high}) and the smallest is {smallest} ({low}).",
    "alt.bars_high": "Of {count} bars, the largest is {largest} ({high}).",
    "alt.bars_equal": "Number of bars: {count}. Value of each bar: {value}.",
    "alt.hatched": "Hatched bars: {names}.",
    "alt.dots": "Number of dots: {count}.",
    "alt.dots_of": "{name}: dots from {low} to {high} (number of dots: {count}).",
    "alt.images": "{count} images side by side, without axes or titles.",
    "alt.image": "An image of {width} × {height} pixels (width × height).",
    "alt.shows": "It shows: {names}.",
    "alt.captions": "The captions of the images are, in order: {captions}.",
    "alt.table": "A table of {rows} × {columns} values (rows × columns), as numbers and as shades of color.",
    "alt.table_largest": "The largest value, {value}, is in row {row}, column {column}.",
    "alt.table_off": "The largest value off the diagonal, {value}, is in row {row}, column {column}.",
    # curves and runs in words
    "optimizer.sgd": "SGD",
    "optimizer.momentum": "Momentum",
    "optimizer.nesterov": "Nesterov",
    "optimizer.adagrad": "Adagrad",
    "optimizer.rmsprop": "RMSprop",
    "optimizer.adam": "Adam",
    "curve.train_loss": "Training loss",
    "curve.valid_loss": "Validation loss",
    "curve.train_accuracy": "Training accuracy",
    "curve.valid_accuracy": "Validation accuracy",
    "curve.none": "No epoch has finished yet.",
    "curve.unmeasured": "No loss or accuracy was recorded in the finished epochs.",
    "curve.point": "{curve} is {first:.3f} in the first epoch.",
    "curve.flat": "{curve} hardly changes.",
    "curve.falls": "{curve} falls up to epoch {last}.",
    "curve.settles": "{curve} falls up to epoch {turn} and hardly changes after that.",
    "curve.dips": "{curve} falls up to epoch {turn}, then rises.",
    "curve.peaks": "{curve} rises up to epoch {turn}, then falls.",
    "curve.wavers": "{curve} goes up and down and is lowest in epoch {turn}.",
    "curve.rises": "{curve} rises from the start.",
    "curve.diverges": "The loss diverges in epoch {epoch}.",
    "curve.accuracy": "{curve} is {last:.3f}.",
    "curve.accuracies": "{curve} is {first:.3f} at first and {last:.3f} at the end.",
    "curve.of": "{name}: {sentences}",
    "curve.ranking": "Highest validation accuracy at the end: {best} ({highest}). Lowest: {worst} ({lowest}).",
    "curve.ranking_tied": "The validation accuracies at the end are all the same ({names}: {highest}).",
    "curve.ranking_seeds": "Highest mean over several seeds: {best} ({scores}). About equal to it: {equals}.",
    "curve.no_equals": "none",
    "run.preparing": "Preparing the model.",
    "run.going": "Training epoch {epoch} of {epochs} (step {step} of {steps}).",
    "run.going_left": "Training epoch {epoch} of {epochs} (step {step} of {steps}, about {seconds} s left).",
    "run.finished": "Training has finished. {curve} at the end: {accuracy:.4f}. Time: {seconds:.1f} s.",
    "run.result": "{curve} at the end: {accuracy:.4f}.",
    "run.stopped": "Training was stopped. Epochs finished: {epochs}.",
    "run.diverged": (
        "The loss diverged in epoch {epoch}, so training ended. Try a learning rate smaller than {rate:g}."
    ),
    "run.failed": "Training failed with an error. {error}",
    "run.not_shown": "Not everything could be shown. {error}",
    "run.guess": "Your guess was {guess:.2f}, the result is {accuracy:.4f}, and the difference is {off:.4f}.",
    # LiveCurve
    "live.title": "Training curves",
    "live.going": "Training epoch {epoch} of {epochs} (step {step:,}).",
    "live.run": "This run",
    "live.diverged": "The loss diverged in epoch {epoch}. Try a smaller learning rate.",
    "live.finished": "Training has finished. Loss at the end: {loss:.4f}. Time: {seconds:.1f} s.",
    "live.ended": "Training has finished. Time: {seconds:.1f} s.",
    "live.no_accuracy": (
        "There is no accuracy, so the chart on the right is empty. To see it, pass metrics=['accuracy'] to compile. "
        "Metrics received besides loss: {value}"
    ),
    "live.nothing": "none",
    # small labs
    "formula.probability": "The probability of the target class must be above 0 and at most 1. Received: {value}",
    "small.activation": "Lab: the slope of an activation function",
    "small.activation.z": "z",
    "small.activation.layers": "Layers",
    "small.activation.sigmoid": "Sigmoid",
    "small.activation.relu": "ReLU",
    "small.activation.sigmoid_title": "Sigmoid: slope {slope:.3g}",
    "small.activation.relu_title": "ReLU: slope {slope:.3g}",
    "small.activation.chain": "Gradient, layers passed: {layers}",
    "small.activation.says": (
        "At z = {z:.1f}, the slope of the sigmoid is {sigmoid:.3g} and that of ReLU is {relu:.0f}. "
        "Number of such layers in a row: {layers}. Together they multiply the gradient by {sigmoid_chain:.3g} with the "
        "sigmoid and by {relu_chain:.0f} with ReLU."
    ),
    "small.boundary": "Lab: hidden layer and boundary",
    "small.boundary.neurons": "Neurons",
    "small.boundary.steps": "Steps trained",
    "small.boundary.linear": "None (linear)",
    "small.boundary.sigmoid": "Sigmoid",
    "small.boundary.relu": "ReLU",
    "small.boundary.title": "{right} of {points} points on the correct side",
    "small.boundary.hidden": "Hidden neurons: {neurons}. Activation function: {name}.",
    "small.boundary.no_hidden": "No hidden layer.",
    "small.boundary.says": (
        "{network} Steps trained: {steps:,}. Points on the correct side of the boundary: {right} of {points}. {shape}"
    ),
    "small.boundary.shape_none": "The network puts every point on one side, so no boundary crosses the picture.",
    "small.boundary.shape_no_hidden": (
        "Without a hidden layer the boundary is a straight line, whatever the activation function."
    ),
    "small.boundary.shape_one": "With a single neuron the boundary is a straight line parallel to the neuron's line.",
    "small.boundary.shape_linear": (
        "Without an activation function the boundary is a straight line, however many neurons there are."
    ),
    "small.boundary.shape_sigmoid": "Sigmoid neurons bend the boundary smoothly.",
    "small.boundary.shape_relu": "With ReLU neurons the boundary bends only where it crosses a neuron's line.",
    "small.softmax": "Lab: softmax and sigmoid",
    "small.softmax.logit": "{name} z",
    "small.softmax.sigmoid_title": "Sigmoid: sum {total:.3f}",
    "small.softmax.softmax_title": "Softmax: sum {total:.3f}",
    "small.softmax.says": (
        "Softmax gives the largest probability, {probability:.1%}, to {names}; the sum is {total:.3f}. "
        "The sigmoid is computed for each class separately, so the sum is {sigmoid_total:.3f}."
    ),
    "small.cross_entropy": "Lab: cross-entropy",
    "small.cross_entropy.p": "Probability p",
    "small.cross_entropy.title": "Loss {loss:.3f} = −log {p:.3f}",
    "small.cross_entropy.says": (
        "If the probability of the target class is {p:.3f}, the loss is {loss:.3f}. In the one-hot encoding only the "
        "target's place is 1, so −(1 × log {p:.3f} + 0 × … + 0 × …) = {loss:.3f}: the terms of the other nine classes "
        "are all 0."
    ),
    "small.descent": "Walking downhill with one weight",
    "small.descent.start": "Start w",
    "small.descent.steps": "Steps",
    "small.descent.title": "Learning rate {rate:g}",
    "small.descent.losses_title": "Loss after step {steps}: {last:,.2f}",
    "small.descent.stays": (
        "The walk starts at the lowest point, where the slope is 0. Whatever the learning rate, the size of the step "
        "is 0."
    ),
    "small.descent.straight_on_the_way": (
        "Learning rate {rate:g}: by step {steps} the loss has fallen from {first:.2f} to {last:.2f}, but it has not "
        "reached the lowest point yet. Now w is {weight:.2f}."
    ),
    "small.descent.straight_arrived": (
        "Learning rate {rate:g}: by step {steps} the loss has fallen from {first:.2f} to {last:.2f} and has reached "
        "the lowest point."
    ),
    "small.descent.over_on_the_way": (
        "Learning rate {rate:g}: each step goes past the lowest point to the other side. Even so, by step {steps} the "
        "loss has fallen from {first:.2f} to {last:.2f}. Now w is {weight:.2f}."
    ),
    "small.descent.over_arrived": (
        "Learning rate {rate:g}: the walk goes back and forth past the lowest point, but by step {steps} the loss has "
        "fallen from {first:.2f} to {last:.2f} and has reached the lowest point."
    ),
    "small.descent.hops": (
        "Learning rate {rate:g}: each step goes past the lowest point to the same height on the other side. "
        "At step {steps} the loss is still {last:.2f}."
    ),
    "small.descent.diverges": (
        "Learning rate {rate:g}: each step ends farther from the lowest point. By step {steps} the loss has grown from "
        "{first:.2f} to {last:,.2f}. The walk has diverged."
    ),
    "small.one_image": "One image through one versus rest and softmax",
    "small.one_image.index": "Image number",
    "small.one_image.title": "Target: {name}",
    "small.one_image.z": "OvR: z",
    "small.one_image.says": (
        "The target of image {index} is {name}. One versus rest predicts {ovr} (sigmoid {ovr_p:.1%}, sum of the ten "
        "{total:.3f}), and softmax predicts {softmax} ({softmax_p:.1%}, sum {softmax_total:.3f}). {verdict}"
    ),
    "small.one_image.sigmoid": "OvR: sigmoid, sum {total:.2f}",
    "small.one_image.softmax": "Softmax, sum {total:.2f}",
    "small.one_image.right_both": "Both are correct.",
    "small.one_image.right_ovr": "Only one versus rest is correct.",
    "small.one_image.right_softmax": "Only softmax is correct.",
    "small.one_image.right_neither": "Both are wrong.",
    "small.one_image.images": (
        "The images must have the shape (count, 28, 28) or (count, 784), with two or more images. "
        "Shape received: {value}"
    ),
    "small.one_image.shape": "The array {name} must have the shape {expected}. Shape received: {value}",
    "small.valley": "Down a valley with an optimizer",
    "small.valley.steps": "Steps",
    "small.valley.settings": "{name}, learning rate {rate:g}",
    "small.valley.settings_momentum": "{name}, learning rate {rate:g}, momentum {momentum:g}",
    "small.valley.arrived": (
        "By step {steps} the height has fallen from {first:.2f} to {last:.2g}, which is almost the lowest point."
    ),
    "small.valley.lower": (
        "By step {steps} the height has fallen from {first:.2f} to {last:.2g}, but the walk has not reached the lowest "
        "point yet."
    ),
    "small.valley.higher": (
        "After step {steps} the height is {last:.2f}; at the start it was {first:.2f}. The steps are so large that the "
        "walk has climbed."
    ),
    "small.valley.diverged": (
        "At step {steps} the height exceeded {times} times that of the start. The walk has diverged. "
        "Try a smaller learning rate."
    ),
    # labs that train
    "setting.epochs": "Epochs",
    "setting.learning_rate": "Learning rate",
    "setting.default_rate": "Rate (default)",
    "setting.optimizer": "Optimizer",
    "setting.momentum": "Momentum",
    "setting.batch_size": "Batch size",
    "setting.all": "All ({images:,})",
    "setting.units": "Units",
    "setting.activation": "Activation",
    "setting.abbreviation": "{name} takes a tuple, a list, a number, True or False, or a widget. Received: {value!r}",
    "seeds.switch": "Five seeds",
    "seeds.name": "{name} (seeds: {count})",
    "seeds.now": "Seed {place} of {count}.",
    "seeds.result": "Mean over {count} seeds: {scores}.",
    "training.title": "Training lab",
    "training.start": "Start",
    "training.stop": "Stop",
    "training.clear": "Clear",
    "training.live": "Train on move",
    "training.guess": "Guess: validation accuracy",
    "training.no_guess": "none",
    "training.idle": "Choose the settings, guess what the validation accuracy at the end will be, and press Start.",
    "training.stopping": "Stopping the training.",
    "training.kept": "A saved result. {outcome}",
    "training.precomputed": "A result trained beforehand and saved. {outcome}",
    "training.precomputed_name": "{number} (saved) {name}",
    "training.really": "Train here",
    "training.idle_precomputed": (
        "Change a setting, and a saved result, trained beforehand, appears at once. "
        "Press Train here to train right here and now."
    ),
    "training.curves": "Training curves",
    "training.inside": "Weights and predictions",
    "inside.none": "Press Start, and the weights and predictions are drawn anew with each epoch.",
    "inside.precomputed": "Saved results contain no weights: press Train here to see the weights.",
    "inside.before": "Before training",
    "inside.after": "After epoch {epoch}",
    "inside.of_classes": "Weights of the {count} classes",
    "inside.of_all": "Weights of all neurons of the first hidden layer ({count})",
    "inside.of_some": "Weights of {count} of the {neurons} neurons of the first hidden layer",
    "inside.weights_title": "{weights}; red: positive, blue: negative, +: largest, −: smallest",
    "inside.predictions_title": "Predicted probabilities of validation images (hatched bars: targets)",
    "inside.target": "Target: {name}",
    "inside.weights": "{weights}, drawn as images of 28×28 pixels; the darkest color stands for ±{limit:.2g}.",
    "inside.no_weights": (
        "The weights of this model's first layer cannot be shown as images of 28×28 pixels, so only the predictions "
        "are shown."
    ),
    "inside.images": "Correct predictions of validation images: {right} of {count} (target → prediction: {each}).",
    "inside.image": "{target} → {name} {probability:.0%}",
    "race.title": "Optimizer race",
    "race.idle": "Press Start to train them in turn, all from the same weights.",
    "race.play": "Replay",
    "race.epoch": "Show up to epoch",
    "race.starts": (
        "A race needs at least one setting; the settings must differ, but share seed and architecture. "
        "Seeds and architectures received: {value}"
    ),
    "table.run": "Run",
    "table.accuracy": "Final validation accuracy",
    "table.seeds": "Seeds",
    "table.seconds": "Time (s)",
    "table.outcome": "Outcome",
    "table.running": "training",
    "table.finished": "finished",
    "table.stopped": "stopped",
    "table.diverged": "diverged",
    "table.failed": "error",
    # photos
    "photo.empty": "The file is empty. Size received: {value} bytes, needed: a photo, {expected}",
    "photo.heavy": "The file is too large. Size received: {value:.1f} MB, largest size: {expected:.0f} MB",
    "photo.unknown": (
        "The file cannot be read as a photo. Size received: {value:,} bytes, formats that can be read: {expected}"
    ),
    "photo.phone": (
        "The format {value} cannot be read. Convert the photo to JPEG and upload that. "
        "Formats that can be read: {expected}"
    ),
    "photo.damaged": (
        "The photo's file is damaged. File received: {value}, {size:,} bytes, needed: a photo that is complete"
    ),
    "photo.large": (
        "The photo is too large. Size received: {value:,.1f} megapixels, largest size: {expected:.0f} megapixels"
    ),
    "photo.tiny": (
        "The photo is too small. Size received: {value} pixels, smallest width and height: {expected} pixels"
    ),
    "photo.plain": (
        "No garment stands out from the background. Pixels left without the background: {value:,}, "
        "needed: a garment clearly brighter or darker than its background"
    ),
    "photo.colours": "A photo must be a uint8 array of shape (height, width, 3). Array received: {value}",
    "photo.pixels": "Pixels must be a uint8 array of shape (height, width). Array received: {value}",
    "photo.lab": "Predicting your own photo",
    "photo.garment": "Photo",
    "photo.upload": "Upload my photo",
    "photo.mine": "Uploaded photo",
    "photo.limit": (
        "You can upload {formats} files smaller than {expected} MB. If nothing changes after an upload, the file is "
        "larger. Choose another photo from the list, then upload a smaller file. Your photo is used only in this "
        "kernel and is not saved."
    ),
    "photo.photo": "Photo",
    "photo.grey": "Grayscale",
    "photo.inverted": "Inverted",
    "photo.kept": "Not inverted",
    "photo.cleared": "Background to 0",
    "photo.cropped": "Cropped",
    "photo.small": "28×28",
    "photo.bars": "Predicted probabilities",
    "photo.says": (
        "{name}: read as {width} × {height} pixels (width × height). {background} The model predicts "
        "{first} ({first_p:.1%}), followed by {second} ({second_p:.1%})."
    ),
    "photo.bright_background": "The background is brighter than the garment, so the brightness was inverted.",
    "photo.dark_background": "The background is darker than the garment, so the brightness was left as it is.",
    "photo.none": "There must be at least one photo to show. Received: {value!r}",
    "photo.model": "The model's predict must return probabilities of shape {expected}. Shape received: {value}",
    # garments
    "garment.t_shirt": "T-shirt, on a white table",
    "garment.trousers": "Trousers, on a dark floor",
    "garment.dress": "Dress, on a shaded wall",
    "garment.sneaker": "Sneaker, on a carpet",
    "garment.bag": "Bag, on a bed",
    "garment.ankle_boot": "Ankle boot, on a white table",
    "garment.unknown": "Unknown photo: {value!r}. Possible names: {choices}",
    # checks
    "check.within": "{figure}: {value:.4f} ✓",
    "check.outside": (
        "{figure}: the value is outside the expected range. Received: {value}, expected: {centre} ± {band} ({source})"
    ),
    "check.unknown": "Unknown name of a result: {value!r}. Possible names: {choices}",
    "check.no_error": "This cell should raise an error ({value}), but no error was raised.",
    "check.not_a_number": "The value to check must be a finite number. Received: {value!r}",
    # exercises
    "exercise.untried": "Not tried yet",
    "exercise.not_yet": "Not correct yet",
    "exercise.right": "Correct",
    "exercise.untried_says": (
        "Replace the `...` with your answer and run the cell again. If you are stuck, run `hint('{name}')` for a hint."
    ),
    "exercise.hint": "Hint {number} of {of} ({name})",
    "exercise.last_hint": "That was the last hint. Run `solution('{name}')` to see the solution.",
    "exercise.solution": "Solution ({name})",
    "exercise.try_first": "Try it yourself first",
    "exercise.solution_now": "To see the solution without trying, run `solution('{name}', now=True)`.",
    "exercise.progress": "Exercises of {lesson}: {done} of {of} solved",
    "exercise.lesson": "Unknown notebook: {value!r}. Possible names: {choices}",
    "exercise.unknown": "Unknown exercise: {value!r}. Possible names: {choices}",
    "exercise.set_aside": (
        "The file that records solved exercises is damaged. It was moved aside, and the other records are kept in use. "
        "File: {value}, moved to: {aside}"
    ),
    "exercise.unreadable": "The record of solved exercises cannot be read right now; it is left as it is.",
    "exercise.unwritable": (
        "Solved exercises cannot be recorded in the folder {value}. The record is lost when you close this notebook."
    ),
    "exercise.nothing": "Nothing came back. If this is a function, check that it has a `return`.",
    "exercise.no_function": "The answer must be a function. Received: `{value}`",
    "exercise.no_number": "The answer must be a single number. Received: `{value}`",
    "exercise.no_model": "The answer must be a Keras model. Received: `{value}`",
    "exercise.name": (
        "Names of models and layers must start with an ASCII letter or a digit and consist of ASCII letters, digits "
        "and a few signs (. _ - /), without spaces. TensorFlow cannot train under other names. "
        "Name received: `{value}`"
    ),
    "exercise.raises": "Running it raised an error: `{error}`\nThe line with the error: `{line}`",
    "exercise.used_optimizer": (
        "An optimizer object belongs to the first model that it is used with; another model cannot use it again. "
        "Make a new optimizer inside the function each time that you compile a model."
    ),
    "exercise.other_model": (
        "The model that came back is not the one that was passed in. Do not make a new model, add layers or train: "
        "only configure the argument `model` and return it."
    ),
    "exercise.not_compiled": (
        "The model came back without being configured. Call `model.compile(...)` inside the function."
    ),
    "exercise.no_loss": (
        "There is no loss. The optimizer has to know what to reduce. Look at the argument `loss` of `compile`."
    ),
    "exercise.metric": (
        "The loss takes these targets, but what you wrote in `metrics` cannot be measured with them. "
        "Look at what you asked it to measure."
    ),
    "exercise.schedule": (
        "The learning rate changes during training. In this exercise it is a single number, the same from start to "
        "finish."
    ),
    "exercise.not_again": (
        "The same values, passed in twice, gave different results. Does the function keep using something made outside "
        "it? Make the list for the results or the classifier inside the function, and fix the seed of anything random."
    ),
    "exercise.too_long": (
        "The check was stopped: your answer was not done after {seconds} s. "
        "Look for a loop that never ends, or for training that takes too long."
    ),
    "exercise.unjudged": "This answer cannot be checked: `{error}`",
    "exercise.other": "The answer still differs from the expected one. Received: `{value}`",
    "exercise.input_shape": "The model does not take an image of shape {value}: `{error}`",
    "exercise.output_shape": (
        "The model must output one row of numbers for each image. The output's shape now: `{value}`"
    ),
    "exercise.units": (
        "The number of units in the output layer must equal the number of classes, 10. It is {value} now."
    ),
    "exercise.linear_output": (
        "The outputs are not probabilities: some values are below 0 or above 1. "
        "Did you leave out the activation function of the output layer?"
    ),
    "exercise.sigmoid_output": (
        "Each of the ten values is between 0 and 1, but they do not add up to 1 (sum for the first image: {value}). "
        "The sigmoid is computed for each class separately. Which function lets the ten classes share one probability?"
    ),
    "exercise.softmax_twice": (
        "Softmax is applied twice. Putting probabilities through softmax again makes all ten nearly equal. "
        "Use it only once."
    ),
    "exercise.not_softmax": (
        "The ten probabilities add up to 1, but they are not the softmax of `z`. "
        "Check the activation function of the output layer."
    ),
    "exercise.other_count": (
        "The answer is wrong for another number of images (tried: {value}). Do not write that number into the "
        "function; take it from the array that is passed in."
    ),
    "exercise.other_data": (
        "The `x` that the function receives has {given} images, but it trained on {value}. "
        "Use all of `x` and `y`, and nothing else."
    ),
    "exercise.other_accuracy": (
        "The accuracy returned is not that of the trained model on the validation set. "
        "Check which epoch it is from, whether it was rounded, and what it was measured on."
    ),
    # quizzes
    "quiz.title": "Quiz: {question}",
    "quiz.verdict.right": "✔ Correct.",
    "quiz.verdict.wrong": "△ Not correct.",
    "quiz.unknown": "Unknown quiz: {value!r}. Possible names: {choices}",
    "quiz.question": "Quiz {name} has no question.",
    "quiz.answers": "Quiz {name} needs {expected} answers that are not empty. Answers now: {value}",
    "quiz.right": "Quiz {name} needs exactly one correct answer. Correct answers now: {value}",
    "quiz.different": "Each answer of quiz {name} needs its own words and its own reply, all different.",
    # several seeds
    "seeds.compare": (
        "{name} vs. {other}: difference of the means {difference:+.3f}, ahead in {wins} of {count} seeds → {verdict}"
    ),
    "seeds.equal": "about equal",
    "seeds.ahead": "{name} is ahead",
    "seeds.behind": "{other} is ahead",
    "seeds.runs": (
        "There must be two or more runs that differ only in their seeds and have a validation accuracy. "
        "Settings of the runs received: {value}"
    ),
    # figures of the notebooks
    "figure.7-1a.cross_validation": "Mean accuracy of 5-fold cross-validation",
    "figure.7-1a.fold_spread": "Standard deviation of the accuracies of 5-fold cross-validation",
    "figure.7-1a.loss_unscaled": "Loss after training on pixels from 0 to 255",
    "figure.7-1a.loss_scaled": "Loss after training on pixels from 0 to 1",
    "figure.7-1a.epochs_1": "Accuracy after 1 epoch",
    "figure.7-1a.epochs_5": "Accuracy after 5 epochs",
    "figure.7-1a.epochs_20": "Accuracy after 20 epochs",
    "figure.7-1b.loss": "Validation loss of the network with one layer",
    "figure.7-1b.accuracy": "Validation accuracy of the network with one layer",
    "figure.7-1b.sgd_accuracy": "Validation accuracy of SGDClassifier",
    "figure.7-1b.accuracy_20": "Validation accuracy after 20 epochs",
    "figure.7-1c.one_epoch": "Validation accuracy after one epoch with PyTorch",
    "figure.7-2a.sigmoid_accuracy": "Validation accuracy of the model with a sigmoid hidden layer",
    "figure.7-2a.relu_accuracy": "Validation accuracy of the model with a ReLU hidden layer",
    "figure.7-2a.shallow_sigmoid": "Validation accuracy with one hidden layer, sigmoid",
    "figure.7-2a.shallow_relu": "Validation accuracy with one hidden layer, ReLU",
    "figure.7-2a.deep_sigmoid": "Validation accuracy with five hidden layers, sigmoid",
    "figure.7-2a.deep_relu": "Validation accuracy with five hidden layers, ReLU",
    "figure.7-2b.rate_0.0001": "Validation accuracy with learning rate 0.0001",
    "figure.7-2b.rate_0.01": "Validation accuracy with learning rate 0.01",
    "figure.7-2b.rate_0.1": "Validation accuracy with learning rate 0.1",
    "figure.7-2b.rate_10.0": "Validation accuracy with learning rate 10.0",
    "figure.7-2b.batch_1": "Validation accuracy with batch size 1",
    "figure.7-2b.batch_32": "Validation accuracy with batch size 32",
    "figure.7-2b.batch_2000": "Validation accuracy with batch size 2000",
    "figure.7-2b.adam": "Validation accuracy after 5 epochs with Adam",
    "figure.7-2b.race_sgd": "Validation accuracy of SGD",
    "figure.7-2b.race_momentum": "Validation accuracy of momentum",
    "figure.7-2b.race_nesterov": "Validation accuracy of Nesterov momentum",
    "figure.7-2b.race_adagrad": "Validation accuracy of Adagrad",
    "figure.7-2b.race_rmsprop": "Validation accuracy of RMSprop",
    "figure.7-2b.race_adam": "Validation accuracy of Adam",
    "figure.7-2c.forest": "Validation accuracy of the random forest",
    "figure.7-2c.on_pixels": "Validation accuracy of logistic regression trained on pixels",
    "figure.7-2c.on_hidden": "Validation accuracy of logistic regression trained on the hidden layer's output",
    "figure.7-2c.final_valid": "Validation accuracy of the final model",
    "figure.7-2c.final_test": "Test accuracy of the final model",
    # votes, events, hand-ins
    "exercise.blank": "Write your answer in the place of `...`, then run the answer cell and this one.",
    "quiz.vote_first": "Choose before you open the answers.",
    "quiz.my_answer": "My answer:",
    "quiz.noted": "Noted: {number} (choose again to change it)",
    "quiz.noting_is_off": "Noting is switched off: your choice was not noted.",
    "quiz.unwritable": "The folder cannot be written: your choice was not noted.",
    "events.unwritable": (
        "What you do at exercises and quizzes cannot be noted in the folder {value}. Answers are judged all the same."
    ),
    "events.listed": "Noted at exercises and quizzes: {count}",
    "events.earlier": "Earlier ones, not shown: {count}",
    "events.exercise": "{at} exercise {name}: {state}",
    "events.key": "reason `{value}`",
    "events.hints": "hints: {count}",
    "events.quiz": "{at} quiz {name}: {number} {state}",
    "events.where": (
        "They are in the folder {folder}; on a class server the instructor sees them, too. "
        "Run `keep_events(False)` to note no more."
    ),
    "events.where_off": "They are in the folder {folder}. Nothing is noted now. Run `keep_events(True)` to note again.",
    "events.on": "Noting from now on",
    "events.off": "Noting nothing from now on",
    "events.not_switched": "It could not be switched",
    "events.about_on": (
        "At each exercise and quiz the verdict, the name of the misconception, the number of hints, the choice and the "
        "time are noted, and nothing else: neither code nor answers.\n"
        "They are noted in {folder}, in Jupyter's data folder. Delete the .jsonl files there and all of it is gone.\n"
        "On a class server the instructor sees them, and what was sent to the instructor stays. "
        "Elsewhere nothing leaves this computer unless you hand in a file made with `hand_in`."
    ),
    "events.about_off": (
        "Run `keep_events(True)` to note again. Solved exercises are counted as before.\n"
        "What was noted so far stays in {folder}, in Jupyter's data folder, and what was sent to the instructor on a "
        "class server stays there. Delete the .jsonl files in that folder and all that was noted is gone."
    ),
    "drive.not_needed": "This is not Colab: no Drive is needed",
    "drive.elsewhere": "Solved exercises stay on the computer or the class server that you are using.",
    "drive.kept": "Kept on your Drive from now on",
    "drive.where": (
        "Solved exercises and what is noted stay in the folder {folder} of your Drive. What you have solved so far was "
        "moved there.\nTomorrow, open the notebook and run `keep_on_drive()` first to go on."
    ),
    "hand_in.name": "A name has at most {most} letters, in one line. Received: {value!r}",
    "hand_in.written": "The file to hand in is made: {name}",
    "hand_in.not_written": "The file to hand in could not be made",
    "hand_in.unwritable": (
        "The folder {folder} cannot be written. Open the notebook in a folder that can be, and run this again."
    ),
    "hand_in.holds": (
        "It holds the name ({student}), the course's version ({version}), the time, and what was noted ({count}). "
        "It holds neither code nor answers."
    ),
    "hand_in.send": (
        "Download it from the list of files on the left, and hand it in as your class has agreed. "
        "Solve more and run this again, and a new file takes its place."
    ),
    "hand_in.too_large": "{name}: too large for a hand-in, which has at most {most} MB.",
    "hand_in.other": "{name}: not a hand-in. See whether `hand_in('name')` made it.",
    "hand_in.version": "{name}: a hand-in of another version. Its version: {value}; readable: {expected}",
    "hand_in.damaged": "{name}: the hand-in is damaged. What cannot be read: {why}",
}
