// What a run measures: latencies in a log-linear histogram (HdrHistogram's layout), the server's
// CPU and memory from /proc, and the report as one JSON object.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/poller.h"

namespace walkie::bench {

// 64 buckets for every power of two: values are kept to 1.6 %.
class Histogram {
 public:
  void add(Nanoseconds value) {
    const auto v = static_cast<std::uint64_t>(value < 1 ? 1 : value);
    const int power = std::bit_width(v) - 1;
    const auto within = power < 6 ? v << (6 - power) : v >> (power - 6);
    ++counts_[static_cast<std::size_t>(power) * 64 + (within & 63)];
    ++total_;
    if (value > largest_) largest_ = value;
  }
  Nanoseconds quantile(double q) const;
  std::uint64_t count() const { return total_; }
  Nanoseconds largest() const { return largest_; }

 private:
  std::array<std::uint64_t, 64 * 64> counts_{};
  std::uint64_t total_ = 0;
  Nanoseconds largest_ = 0;
};

// Of another process; all 0 when there is no such process.
struct ProcessFigures {
  double cpu_s = 0;               // user and system
  std::int64_t anonymous_kb = 0;  // RssAnon: what the process itself holds
  std::int64_t resident_kb = 0;
};
ProcessFigures process_figures(int pid);

// Writes {"name": value, …} in the order given.
class Report {
 public:
  Report& add(const std::string& name, double value);
  Report& add(const std::string& name, const std::string& value);
  Report& add(const std::string& prefix, const Histogram& histogram);  // _p50_us, _p99_us, _max_us
  void print() const;

 private:
  std::vector<std::string> members_;
};

}  // namespace walkie::bench
