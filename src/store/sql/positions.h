// Positions in SQL.
#pragma once

#include "store/positions.h"
#include "store/sql/part.h"

namespace walkie {

class SqlPositionReads : public virtual PositionReads, protected SqlReads {
 public:
  explicit SqlPositionReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Position> position(ConversationId conversation, PrincipalKind reader_kind,
                                   std::int64_t reader_id) override;
  std::vector<Position> positions(ConversationId conversation) override;
};

class SqlPositions : public SqlPositionReads, public virtual PositionWrites, protected SqlWrites {
 public:
  explicit SqlPositions(SqlBatch& batch) : SqlPositionReads(batch.connection()), SqlWrites(batch) {}

  Position advance_position(const Position& position) override;
};

}  // namespace walkie
