#include "store/sql/conversation_list.h"

#include "base/assert.h"
#include "store/sql/column_values.h"

namespace walkie {
namespace {

// Not for status, which is part of every range.
template <class Visit>
void each_filter(const FieldValues<Conversation>& where, Visit&& visit) {
  int parameter = first_filter;
  where.each([&](const auto& field, const auto& value) {
    if (field.name == "status") return;
    if constexpr (IsNumber<std::remove_cvref_t<decltype(value)>>) {
      visit(std::string(field.name), parameter++, number(value));
    } else {
      WALKIE_ASSERT(false && "a list is filtered by integers, ids and words only");
    }
  });
}

}  // namespace

std::string filter_text(const FieldValues<Conversation>& where) {
  std::string out;
  each_filter(where, [&](const std::string& column, int parameter, std::int64_t value) {
    out += " AND " + column + " = $" + std::to_string(parameter);
    if (value != 0) out += " AND " + column + " <> 0";
  });
  return out;
}

void bind_filters(SqlStatement& statement, const FieldValues<Conversation>& where) {
  each_filter(where, [&](const std::string&, int parameter, std::int64_t value) {
    statement.bind(parameter, value);
  });
}

}  // namespace walkie
