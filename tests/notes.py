"""The code of the original lecture notes as one plain script, mended where today's libraries refuse it.

What `python -m tests.bench` holds the notebooks' time and memory against.
"""

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_validate, train_test_split
from tensorflow import keras

keras.utils.set_random_seed(42)

# 7-1
(train_input, train_target), (test_input, test_target) = keras.datasets.fashion_mnist.load_data()
train_scaled = train_input / 255.0
train_scaled = train_scaled.reshape(-1, 28 * 28)
sc = SGDClassifier(loss="log_loss", max_iter=5, tol=None, random_state=42)
scores = cross_validate(sc, train_scaled, train_target)
print(np.mean(scores["test_score"]))

train_scaled, val_scaled, train_target, val_target = train_test_split(
    train_scaled, train_target, test_size=0.2, random_state=42
)
dense = keras.layers.Dense(10, activation="softmax")
model = keras.Sequential([keras.Input(shape=(784,)), dense])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_scaled, train_target, epochs=5, verbose=2)
print(model.evaluate(val_scaled, val_target, verbose=0))

# 7-2
dense1 = keras.layers.Dense(100, activation="sigmoid")
dense2 = keras.layers.Dense(10, activation="softmax")
model = keras.Sequential([keras.Input(shape=(784,)), dense1, dense2])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_scaled, train_target, epochs=5, verbose=2)

train_scaled = train_input / 255.0
train_scaled, val_scaled, train_target, val_target = train_test_split(
    train_scaled, keras.datasets.fashion_mnist.load_data()[0][1], test_size=0.2, random_state=42
)
optimizers = [
    "rmsprop",
    "sgd",
    keras.optimizers.SGD(learning_rate=0.1),
    keras.optimizers.SGD(momentum=0.9, nesterov=True),
    "adagrad",
    "adam",
]
for optimizer in optimizers:
    model = keras.Sequential()
    model.add(keras.Input(shape=(28, 28)))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(100, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_scaled, train_target, epochs=5, verbose=2)
    print(model.evaluate(val_scaled, val_target, verbose=0))
