// Metrics: counters, gauges and histograms, rendered as Prometheus text 0.0.4.
//
// node/ owns one registry and hands it down by reference. A room asks for its metrics once, in a
// constructor, and keeps the references; counting is one relaxed atomic addition, from any thread.
// Asking again for the same name and labels gives the same metric.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/counter.h"

namespace walkie {

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t by) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Fixed buckets, ascending upper bounds; one more for everything above.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);
  std::uint64_t count() const;
  double sum() const { return sum_.load(std::memory_order_relaxed); }
  const std::vector<double>& bounds() const { return bounds_; }
  std::uint64_t in_bucket(std::size_t index) const {
    return buckets_[index].load(std::memory_order_relaxed);
  }

 private:
  const std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

// Seconds, from 50 µs to 10 s: commits, requests, deliveries.
std::vector<double> latency_buckets();
// 1, 2, 4 … 4096: batch sizes, queue depths.
std::vector<double> size_buckets();

class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  Counter& counter(std::string_view name, std::string_view what, const Labels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view what, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view what, std::vector<double> bounds,
                       const Labels& labels = {});
  // A gauge whose value is asked for while rendering (resident memory, the WAL's size …).
  void gauge_from(std::string_view name, std::string_view what, std::function<double()> value,
                  const Labels& labels = {});

  // Content type: text/plain; version=0.0.4; charset=utf-8
  std::string render() const;

 private:
  struct Series {
    std::string labels;  // rendered, without braces
    Counter* counter = nullptr;
    Gauge* gauge = nullptr;
    Histogram* histogram = nullptr;
    std::function<double()> value;
  };
  struct Family {
    std::string what;
    std::string_view type;
    std::vector<Series> series;
  };

  Series& series(std::string_view name, std::string_view what, std::string_view type,
                 const Labels& labels);
  static void render_histogram(std::string& out, const std::string& name, const Series& series);

  mutable std::mutex mutex_;  // registration and rendering only
  std::map<std::string, Family, std::less<>> families_;
  std::deque<Counter> counters_;
  std::deque<Gauge> gauges_;
  std::deque<Histogram> histograms_;
};

}  // namespace walkie
