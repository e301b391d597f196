// A network in C++17, one example after the other, for gradproof to question:  g++ -std=c++17 adapter.cpp -o adapter
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <valarray>
using json = nlohmann::json;
using Row = std::valarray<double>;
struct Layer { std::vector<Row> W, dW; Row b, db; std::string f; Row z, y; };

const json handshake = json::parse(R"({"protocol": 1, "precision": "f64", "implementation": {"name": "C++ network"},
  "supports": {"activations": ["identity", "logistic", "tanh", "relu", "softmax"], "regularizers": ["l2"],
    "losses": ["squared-error", "cross-entropy"],
    "observes": ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"]}})");

// JSON has no NaN and no infinities: the protocol writes them as strings.
void name_specials(json& value) {
  if (value.is_structured()) for (json& part : value) name_specials(part);
  if (value.is_number_float() && !std::isfinite(value.get<double>()))
    value = std::isnan(value.get<double>()) ? "NaN" : value.get<double>() > 0 ? "Infinity" : "-Infinity";
}

Row activate(const std::string& f, const Row& z) {
  if (f == "logistic") return 1.0 / (1.0 + exp(-z));
  if (f == "softmax") return exp(z - z.max()) / exp(z - z.max()).sum();  // at most 1 each, so none overflows
  return f == "tanh" ? Row(tanh(z)) : f == "relu" ? z.apply([](double v) { return v < 0 ? 0 : v; }) : z;
}

// dz out of dy. Every output of a softmax depends on every z.
Row back(const Layer& l, const Row& dy) {
  if (l.f == "softmax") return l.y * (dy - (dy * l.y).sum());
  if (l.f == "relu") return dy * l.z.apply([](double v) { return v > 0 ? 1.0 : 0.0; });
  return l.f == "logistic" ? Row(dy * l.y * (1.0 - l.y)) : l.f == "tanh" ? Row(dy * (1.0 - l.y * l.y)) : dy;
}

// Adds the divergence between the output and the target d to the loss, and returns its derivative by z.
Row head(const Layer& l, const std::string& name, const Row& d, double& loss) {
  if (name == "squared-error") return loss += ((l.y - d) * (l.y - d)).sum() / 2, back(l, l.y - d);
  Row ln = log(l.y), dy = -d / l.y;
  if (l.f == "softmax") ln = l.z - l.z.max() - std::log(exp(l.z - l.z.max()).sum());  // y may underflow, ln y does not
  if (l.f == "logistic") ln = l.z.apply([](double v) { return std::min(v, 0.0) - std::log1p(std::exp(-std::abs(v))); });
  ln[d == 0.0] = 0.0, dy[d == 0.0] = 0.0;  // a target of 0 leaves its term out, whatever the output is
  loss -= (d * ln).sum();
  return l.f == "softmax" ? Row(l.y * d.sum() - d) : l.f == "logistic" ? Row(-d * activate(l.f, -l.z)) : back(l, dy);
}

json answer(const json& asked) {
  std::vector<Layer> net;
  json got;
  for (const json& l : asked["network"]["layers"])
    net.push_back({l["weights"], l["weights"], l["biases"], Row(l["biases"].size()), l["activation"]["name"]});
  const std::vector<Row> X = asked["batch"]["inputs"], D = asked["batch"]["targets"];
  const double T = X.size(), decay = asked.value("/regularizer/lambda"_json_pointer, 0.0);
  double loss = 0, penalty = 0;
  for (Layer& l : net) for (Row& w : l.dW) penalty += decay / 2 * (w * w).sum(), w *= decay;
  for (size_t t = 0; t < X.size(); t++) {
    Row y = X[t], dy;
    for (Layer& l : net) {
      l.z = l.b;
      for (size_t j = 0; j < l.b.size(); j++) l.z[j] += (l.W[j] * y).sum();
      y = l.y = activate(l.f, l.z);
    }
    for (size_t k = net.size(); k-- > 0;) {
      const Row below = k > 0 ? net[k - 1].y : X[t];
      const Row dz = k + 1 < net.size() ? back(net[k], dy) : head(net[k], asked["loss"]["name"], D[t], loss);
      dy = Row(0.0, below.size()), net[k].db += dz / T;
      for (size_t j = 0; j < dz.size(); j++) net[k].dW[j] += dz[j] * below / T, dy += dz[j] * net[k].W[j];
    }
    got["outputs"].push_back(net.back().y), got["gradients"]["inputs"].push_back(Row(dy / T));
  }
  for (Layer& l : net) got["gradients"]["weights"].push_back(l.dW), got["gradients"]["biases"].push_back(l.db);
  return got["loss"] = loss / T + penalty, name_specials(got), got;
}

int main() {
  json message;
  for (std::string line; std::getline(std::cin, line) && (message = json::parse(line))["cmd"] != "stop";)
    if (message["cmd"] == "start") std::cout << handshake << std::endl;
    else std::cout << json{{"seq", message["seq"]}, {"answer", answer(message["case"])}} << std::endl;
}
