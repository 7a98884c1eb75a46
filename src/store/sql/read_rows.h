// All rows of a running query, or its first.
#pragma once

#include <optional>
#include <vector>

#include "store/sql/driver.h"

namespace walkie {

template <class Row>
std::vector<Row> all_rows(Running& query, Row (*read)(const SqlStatement&)) {
  std::vector<Row> out;
  while (query->step())
    out.push_back(read(*query));
  return out;
}

template <class Row>
std::optional<Row> one_row(Running& query, Row (*read)(const SqlStatement&)) {
  if (!query->step()) return std::nullopt;
  return read(*query);
}

}  // namespace walkie
