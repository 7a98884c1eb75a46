#include "base/metrics.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"

namespace walkie {
namespace {

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (quotes && c == '"') {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string rendered(const Metrics::Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += name + "=\"" + escaped(value, true) + '"';
  }
  return out;
}

std::string braced(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), buckets_(bounds_.size() + 1) {
  WALKIE_ASSERT(std::is_sorted(bounds_.begin(), bounds_.end()));
}

void Histogram::observe(double value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
  std::uint64_t total = 0;
  for (const auto& bucket : buckets_)
    total += bucket.load(std::memory_order_relaxed);
  return total;
}

std::vector<double> latency_buckets() {
  return {0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
          0.05,    0.1,    0.25,    0.5,    1,     2.5,    5,     10};
}

std::vector<double> size_buckets() {
  return {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};
}

Metrics::Series& Metrics::series(std::string_view name, std::string_view what,
                                 std::string_view type, const Labels& labels) {
  auto it = families_.find(name);
  if (it == families_.end()) {
    it = families_.emplace(std::string(name), Family{std::string(what), type, {}}).first;
  }
  Family& family = it->second;
  WALKIE_ASSERT(family.type == type);
  std::string text = rendered(labels);
  for (Series& known : family.series) {
    if (known.labels == text) return known;
  }
  family.series.push_back({std::move(text), nullptr, nullptr, nullptr, nullptr});
  return family.series.back();
}

Counter& Metrics::counter(std::string_view name, std::string_view what, const Labels& labels) {
  std::scoped_lock lock(mutex_);
  Series& found = series(name, what, "counter", labels);
  if (found.counter == nullptr) found.counter = &counters_.emplace_back();
  return *found.counter;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view what, const Labels& labels) {
  std::scoped_lock lock(mutex_);
  Series& found = series(name, what, "gauge", labels);
  if (found.gauge == nullptr) found.gauge = &gauges_.emplace_back();
  return *found.gauge;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view what,
                              std::vector<double> bounds, const Labels& labels) {
  std::scoped_lock lock(mutex_);
  Series& found = series(name, what, "histogram", labels);
  if (found.histogram == nullptr) {
    found.histogram = &histograms_.emplace_back(std::move(bounds));
  }
  return *found.histogram;
}

void Metrics::gauge_from(std::string_view name, std::string_view what,
                         std::function<double()> value, const Labels& labels) {
  std::scoped_lock lock(mutex_);
  // Prometheus' own check wants it so: what only grows is a counter, and its name ends in _total.
  const std::string_view type = name.ends_with("_total") ? "counter" : "gauge";
  series(name, what, type, labels).value = std::move(value);
}

void Metrics::render_histogram(std::string& out, const std::string& name, const Series& series) {
  const Histogram& histogram = *series.histogram;
  const std::string prefix = series.labels.empty() ? "" : series.labels + ",";
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
    below += histogram.in_bucket(i);
    out += fmt::format("{}_bucket{{{}le=\"{}\"}} {}\n", name, prefix, histogram.bounds()[i], below);
  }
  below += histogram.in_bucket(histogram.bounds().size());
  out += fmt::format("{}_bucket{{{}le=\"+Inf\"}} {}\n", name, prefix, below);
  out += fmt::format("{}_sum{} {}\n", name, braced(series.labels), histogram.sum());
  out += fmt::format("{}_count{} {}\n", name, braced(series.labels), below);
}

std::string Metrics::render() const {
  std::scoped_lock lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    out += fmt::format("# HELP {} {}\n", name, escaped(family.what, false));
    out += fmt::format("# TYPE {} {}\n", name, family.type);
    for (const Series& series : family.series) {
      const std::string labels = braced(series.labels);
      if (series.counter != nullptr) {
        out += fmt::format("{}{} {}\n", name, labels, series.counter->value());
      } else if (series.gauge != nullptr) {
        out += fmt::format("{}{} {}\n", name, labels, series.gauge->value());
      } else if (series.histogram != nullptr) {
        render_histogram(out, name, series);
      } else if (series.value) {
        out += fmt::format("{}{} {}\n", name, labels, series.value());
      }
    }
  }
  return out;
}

}  // namespace walkie
