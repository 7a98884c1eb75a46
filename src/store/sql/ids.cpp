#include "store/sql/ids.h"

#include <algorithm>
#include <charconv>

#include "store/sql/settings.h"

namespace walkie {

std::int64_t SqlIds::Count::last(SqlConnection& connection) {
  if (last_) return *last_;
  std::int64_t last = 0;
  {
    Running query(connection.statement(newest_));
    if (query->step()) last = std::max<std::int64_t>(0, query->integer(0));
  }
  if (const auto after = SqlSettingReads(connection).setting(after_)) {
    std::int64_t number = 0;
    std::from_chars(after->data(), after->data() + after->size(), number);
    last = std::max(last, number);
  }
  if (!connection.failed()) last_ = last;
  return last;
}

void SqlIds::forget() {
  conversations.forget();
  messages.forget();
  notes.forget();
}

}  // namespace walkie
