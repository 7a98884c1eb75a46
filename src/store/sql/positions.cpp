#include "store/sql/positions.h"

#include <algorithm>

#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Position> SqlPositionReads::position(ConversationId conversation,
                                                   PrincipalKind reader_kind,
                                                   std::int64_t reader_id) {
  Running query = run(Query::position);
  return one_row<Position>(query.with(conversation.value, number(reader_kind), reader_id));
}

std::vector<Position> SqlPositionReads::positions(ConversationId conversation) {
  Running query = run(Query::positions);
  return all_rows<Position>(query.with(conversation.value));
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
  bind_columns(*query, Columns::all, next);
  query->step();
  return next;
}

}  // namespace walkie
