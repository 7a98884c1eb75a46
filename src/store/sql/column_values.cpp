#include "store/sql/column_values.h"

#include "base/lines.h"
#include "chat/event.h"

namespace walkie {
namespace {

// The numbers are in databases: the order of these enums must not change.
static_assert(static_cast<int>(Channel::everyone) == 0 && static_cast<int>(Channel::staff) == 1);
static_assert(static_cast<int>(PrincipalKind::visitor) == 1 &&
              static_cast<int>(PrincipalKind::agent) == 2 &&
              static_cast<int>(PrincipalKind::bot) == 3);
static_assert(static_cast<int>(Role::agent) == 0 && static_cast<int>(Role::admin) == 1);
static_assert(static_cast<int>(Status::open) == 0 && static_cast<int>(Status::pending) == 1 &&
              static_cast<int>(Status::snoozed) == 2 && static_cast<int>(Status::resolved) == 3);
static_assert(static_cast<int>(EventType::message_edited) == 1 &&
              static_cast<int>(EventType::message_deleted) == 2 &&
              static_cast<int>(EventType::conversation_update) == 3);
static_assert(static_cast<int>(CauseKind::agent) == 0 && static_cast<int>(CauseKind::console) == 5);

}  // namespace

void bind_value(SqlStatement& statement, int parameter, const std::vector<std::string>& lines,
                bool) {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  statement.bind_copy(parameter, text);
}

void read_value(const SqlStatement& row, int column, std::vector<std::string>& lines) {
  std::string_view text = row.text(column);
  lines.clear();
  while (!text.empty())
    lines.emplace_back(take_line(text));
}

}  // namespace walkie
