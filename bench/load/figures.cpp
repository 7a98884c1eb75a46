#include "bench/load/figures.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace walkie::bench {

Nanoseconds Histogram::quantile(double q) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen < wanted || seen == 0) continue;
    const auto power = static_cast<int>(i / 64);
    const auto within = static_cast<double>(64 + i % 64);
    return static_cast<Nanoseconds>(std::ldexp(within, power - 6));
  }
  return 0;
}

ProcessFigures process_figures(int pid) {
  ProcessFigures figures;
  if (pid <= 0) return figures;
  const auto folder = "/proc/" + std::to_string(pid);
  std::ifstream stat(folder + "/stat");
  std::string line;
  std::getline(stat, line);
  const auto after_name = line.rfind(')');
  if (after_name == std::string::npos) return figures;
  std::istringstream rest(line.substr(after_name + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field)
    rest >> skipped;
  double user = 0, system = 0;
  rest >> user >> system;
  figures.cpu_s = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  std::ifstream status(folder + "/status");
  while (std::getline(status, line)) {
    if (line.starts_with("RssAnon:")) figures.anonymous_kb = std::stoll(line.substr(8));
    if (line.starts_with("VmRSS:")) figures.resident_kb = std::stoll(line.substr(6));
  }
  return figures;
}

Report& Report::add(const std::string& name, double value) {
  char text[64] = "null";  // JSON has no infinity: what was divided by nothing is not known
  if (std::isfinite(value)) {
    std::snprintf(text, sizeof text, std::abs(value) < 1000 ? "%.3f" : "%.0f", value);
  }
  members_.push_back("\"" + name + "\": " + text);
  return *this;
}

Report& Report::add(const std::string& name, const std::string& value) {
  members_.push_back("\"" + name + "\": \"" + value + "\"");
  return *this;
}

Report& Report::add(const std::string& prefix, const Histogram& histogram) {
  for (const auto& [name, q] : {std::pair{"_p50_us", 0.5}, {"_p90_us", 0.9}, {"_p99_us", 0.99}}) {
    add(prefix + name, static_cast<double>(histogram.quantile(q)) / 1000.0);
  }
  return add(prefix + "_max_us", static_cast<double>(histogram.largest()) / 1000.0);
}

void Report::print() const {
  std::string text = "{";
  for (std::size_t i = 0; i < members_.size(); ++i)
    text += (i > 0 ? ", " : "") + members_[i];
  std::printf("%s}\n", text.c_str());
}

}  // namespace walkie::bench
