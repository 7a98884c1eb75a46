#include "store/sql/positions.h"

#include <algorithm>

#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {

std::optional<Position> SqlPositionReads::position(ConversationId conversation,
                                                   PrincipalKind reader_kind,
                                                   std::int64_t reader_id) {
  Running query = run(Query::position);
  return one_row(query.with(conversation.value, number(reader_kind), reader_id), position_row);
}

std::vector<Position> SqlPositionReads::positions(ConversationId conversation) {
  Running query = run(Query::positions);
  return all_rows(query.with(conversation.value), position_row);
}

Position SqlPositions::advance_position(const Position& position) {
  const auto known =
      this->position(position.conversation_id, static_cast<PrincipalKind>(position.reader_kind),
                     position.reader_id);
  Position next = position;
  if (known) {
    next.read_seq = std::max(next.read_seq, known->read_seq);
    next.received_seq = std::max(next.received_seq, known->received_seq);
    if (next.read_seq == known->read_seq && next.received_seq == known->received_seq) return next;
  }
  Running query = change(Query::save_position);
  query.with(next.conversation_id.value, next.reader_kind, next.reader_id, next.read_seq,
             next.received_seq);
  query->step();
  return next;
}

}  // namespace walkie
