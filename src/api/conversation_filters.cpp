#include "api/conversation_filters.h"

#include "api/plain_number.h"
#include "base/assert.h"
#include "chat/permissions.h"
#include "wire/errors.h"

namespace walkie::api {
namespace {

// Each reads one value. Returns what is wrong with it; empty when it is valid.
template <HasWords Enum>
std::string read_filter(std::string_view name, const std::string& text, const Principal&,
                        Enum& value) {
  const auto known = from_word<Enum>(text);
  if (!known) return wire::one_of(name, WordsOf<Enum>::all);
  value = *known;
  return {};
}

// "me", "none" or an agent's id.
std::string read_filter(std::string_view name, const std::string& text, const Principal& asker,
                        AgentId& value) {
  value = {};
  if (text == "none") return {};
  if (text == "me") {
    // A bot is never an assignee, so its list must be empty.
    value = AgentId{asker.kind == PrincipalKind::agent ? asker.id : -1};
    return {};
  }
  value = AgentId{plain_number(text).value_or(0)};
  if (value.value > 0) return {};
  return "'" + std::string(name) + "' must be me, none or an agent's id.";
}

std::string_view parameter_of(std::string_view field) {
  if (field.ends_with("_id")) field.remove_suffix(3);
  return field;
}

}  // namespace

Result<FieldValues<Conversation>> filters_from(const Call& call) {
  const Principal& asker = call.principal();
  FieldValues<Conversation> where;
  Error wrong;
  each_field<Conversation>([&](const auto& field) {
    if (!field.is(filter)) return;
    const std::string_view name = parameter_of(field.name);
    const auto text = call.request().query(name);
    if (!text) return;
    Conversation row;
    auto& value = field.of(row);
    if constexpr (requires { read_filter(name, *text, asker, value); }) {
      const std::string detail = read_filter(name, *text, asker, value);
      if (sees(audience_of(asker), field.audience)) where.set(field.member, value);
      if (detail.empty() || !wrong.reason.empty()) return;
      wrong = {.code = Code::bad_request,
               .reason = "bad_value",
               .detail = detail,
               .field = std::string(name)};
    } else {
      WALKIE_ASSERT(false && "no read_filter() for a field of this type");
    }
  });
  if (!wrong.reason.empty()) return wrong;
  return where;
}

}  // namespace walkie::api
