#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace walkie {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, RendersPrometheusText) {
  Metrics metrics;
  metrics.counter("walkie_messages_total", "Messages saved", {{"channel", "public"}}).add(3);
  metrics.counter("walkie_messages_total", "Messages saved", {{"channel", "staff"}}).add();
  metrics.gauge("walkie_connections", "Open connections").set(7);
  metrics.gauge_from("walkie_wal_bytes", "Size of the WAL", [] { return 4096.0; });
  EXPECT_EQ(metrics.render(),
            "# HELP walkie_connections Open connections\n"
            "# TYPE walkie_connections gauge\n"
            "walkie_connections 7\n"
            "# HELP walkie_messages_total Messages saved\n"
            "# TYPE walkie_messages_total counter\n"
            "walkie_messages_total{channel=\"public\"} 3\n"
            "walkie_messages_total{channel=\"staff\"} 1\n"
            "# HELP walkie_wal_bytes Size of the WAL\n"
            "# TYPE walkie_wal_bytes gauge\n"
            "walkie_wal_bytes 4096\n");
}

TEST(Metrics, WhatIsAskedForIsACounterWhenItsNameSaysSo) {
  Metrics metrics;
  metrics.gauge_from("walkie_requests_total", "HTTP requests", [] { return 2.0; });
  EXPECT_THAT(metrics.render(), HasSubstr("# TYPE walkie_requests_total counter\n"));
}

TEST(Metrics, HistogramsAreCumulative) {
  Metrics metrics;
  Histogram& batch = metrics.histogram("walkie_batch", "Steps", {1, 10});
  for (const double value : {0.5, 1.0, 5.0, 50.0})
    batch.observe(value);
  const std::string text = metrics.render();
  EXPECT_THAT(text, HasSubstr("walkie_batch_bucket{le=\"1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("walkie_batch_bucket{le=\"10\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("walkie_batch_bucket{le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("walkie_batch_sum 56.5\n"));
  EXPECT_THAT(text, HasSubstr("walkie_batch_count 4\n"));
}

TEST(Metrics, SameNameAndLabelsAreTheSameMetric) {
  Metrics metrics;
  EXPECT_EQ(&metrics.counter("a", "x"), &metrics.counter("a", "x"));
  EXPECT_NE(&metrics.counter("a", "x"), &metrics.counter("a", "x", {{"l", "1"}}));
}

TEST(Metrics, LabelValuesAreEscaped) {
  Metrics metrics;
  metrics.gauge("a", "x", {{"l", "q\"b\\n\n"}}).set(1);
  EXPECT_THAT(metrics.render(), HasSubstr("a{l=\"q\\\"b\\\\n\\n\"} 1\n"));
}

TEST(Metrics, CountingFromManyThreadsLosesNothing) {
  Metrics metrics;
  Counter& counter = metrics.counter("a", "x");
  Histogram& histogram = metrics.histogram("h", "x", latency_buckets());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        counter.add();
        histogram.observe(0.5);
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(counter.value(), 40'000U);
  EXPECT_EQ(histogram.count(), 40'000U);
  EXPECT_DOUBLE_EQ(histogram.sum(), 20'000);
}

}  // namespace
}  // namespace walkie
