# A network in R, the whole batch at once, for gradproof to question. Column t of every matrix is example t.
library(jsonlite)

handshake <- paste(
  '{"protocol": 1, "precision": "f64", "implementation": {"name": "R network", "language": "R"}, "supports": {',
  '"activations": ["identity", "logistic", "tanh", "relu", "softmax"],',
  '"losses": ["squared-error", "cross-entropy"], "regularizers": ["l2"],',
  '"observes": ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"]}}')

# Seventeen digits, where toJSON writes fifteen; JSON has no NaN and no infinities.
number <- function(v)
  ifelse(is.nan(v), '"NaN"', ifelse(is.infinite(v), ifelse(v > 0, '"Infinity"', '"-Infinity"'), sprintf("%.17g", v)))
array_of <- function(parts) paste0("[", paste(parts, collapse = ","), "]")
vector_text <- function(v) array_of(number(v))
matrix_text <- function(m) array_of(apply(m, 1, vector_text))

# A matrix out of its rows, also where there is only one row or one column.
rows <- function(lists) do.call(rbind, lapply(lists, function(row) as.numeric(unlist(row))))

shift <- function(z) sweep(z, 2, apply(z, 2, max))  # the largest entry of an example becomes 0: no exp overflows
forward <- function(f, z) switch(f, identity = z, logistic = plogis(z), tanh = tanh(z), relu = pmax(z, 0),
  softmax = sweep(exp(shift(z)), 2, colSums(exp(shift(z))), "/"))

# dz out of dy. Every output of a softmax depends on every z of its example.
back <- function(f, z, y, dy) switch(f, identity = dy, logistic = dy * (plogis(z) * plogis(-z)), tanh = dy * (1 - y^2),
  relu = dy * (z > 0), softmax = y * sweep(dy, 2, colSums(dy * y)))

# The divergences of all examples added up, and its derivative by z of the last layer.
head_of <- function(loss, f, z, y, d) {
  if (loss == "squared-error") return(list(sum((y - d)^2) / 2, back(f, z, y, y - d)))
  if (f == "softmax") {  # from z: a probability may underflow while its logarithm is an ordinary number
    ln <- sweep(shift(z), 2, log(colSums(exp(shift(z)))))
    return(list(-sum(d * ln), sweep(y, 2, colSums(d), "*") - d))
  }
  if (f == "logistic") return(list(-sum(d * plogis(z, log.p = TRUE)), -d * plogis(-z)))
  used <- ifelse(d == 0, 1, y)  # a target of 0 counts as 0 whatever the output is
  list(-sum(d * suppressWarnings(log(used))), back(f, z, y, -d / used))
}

answer <- function(asked) {
  x <- t(rows(asked$batch$inputs))
  d <- t(rows(asked$batch$targets))
  decay <- if (is.null(asked$regularizer)) 0 else asked$regularizer$lambda
  net <- lapply(asked$network$layers,
    function(l) list(W = rows(l$weights), b = unlist(l$biases), f = l$activation$name))
  n <- length(net)
  below <- x
  for (k in seq_len(n)) {
    net[[k]]$below <- below
    net[[k]]$z <- net[[k]]$W %*% below + net[[k]]$b  # b is added to each column
    below <- net[[k]]$y <- forward(net[[k]]$f, net[[k]]$z)
  }
  end <- head_of(asked$loss$name, net[[n]]$f, net[[n]]$z, net[[n]]$y, d)
  dW <- db <- character(n)
  for (k in n:1) {
    l <- net[[k]]
    dz <- if (k == n) end[[2]] / ncol(x) else back(l$f, l$z, l$y, dy)
    dW[k] <- matrix_text(dz %*% t(l$below) + decay * l$W)
    db[k] <- vector_text(rowSums(dz))
    dy <- t(l$W) %*% dz
  }
  loss <- end[[1]] / ncol(x) + decay / 2 * sum(sapply(net, function(l) sum(l$W^2)))
  paste0('{"loss":', number(loss), ',"outputs":', matrix_text(t(net[[n]]$y)), ',"gradients":{"weights":', array_of(dW),
    ',"biases":', array_of(db), ',"inputs":', matrix_text(t(dy)), "}}")
}

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  message <- fromJSON(line, simplifyVector = FALSE)
  if (message$cmd == "stop") break
  if (message$cmd == "start") cat(handshake, "\n", sep = "")
  else cat('{"seq":', message$seq, ',"answer":', answer(message$case), "}\n", sep = "")
  flush(stdout())
}
