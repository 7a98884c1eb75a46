#include "actions/mark_read.h"

#include <algorithm>

#include "actions/load.h"

namespace walkie::actions {

Result<ReadMark> MarkRead::run(const Context& context, Transaction& store, Outcome& outcome) const {
  const Principal& asker = context.principal;
  Result<Conversation> conversation = load_conversation(context, store, conversation_id);
  if (!conversation) return std::move(conversation).error();
  if (read_seq < 0 || received_seq < 0) {
    return Error{.code = Code::bad_request,
                 .reason = "bad_value",
                 .detail = "'seq' must be 0 or more.",
                 .field = "seq"};
  }
  Position asked;
  asked.conversation_id = conversation_id;
  asked.reader_kind = static_cast<std::uint8_t>(asker.kind);
  asked.reader_id = asker.id;
  asked.read_seq = std::min(read_seq, conversation->last_seq);
  asked.received_seq = std::min(std::max(read_seq, received_seq), conversation->last_seq);

  const Position before =
      store.position(conversation_id, asker.kind, asker.id).value_or(Position{});
  if (asked.read_seq <= before.read_seq && asked.received_seq <= before.received_seq) {
    Position same = before;
    same.conversation_id = asked.conversation_id;
    same.reader_kind = asked.reader_kind;
    same.reader_id = asked.reader_id;
    return ReadMark{same, conversation->last_seq};
  }
  const Position now = store.advance_position(asked);
  outcome.positions.push_back(now);
  return ReadMark{now, conversation->last_seq};
}

}  // namespace walkie::actions
